import Admission
import Foundation
import Testing

@Suite struct JoinTokenTests {
    @Test(arguments: [("", 0), ("fifteen bytes..", 15), ("  \n", 0), (String(repeating: "x", count: 4097), 4097)])
    func `a token that is too short or too long is refused`(text: String, byteCount: Int) {
        #expect(throws: AdmissionError.badToken("join token", reason: "expected 16 to 4096 bytes, found \(byteCount)"))
        {
            try JoinToken(text)
        }
    }

    @Test func `nothing that prints a token shows it`() throws {
        let token = try JoinToken("a secret that is in no log")
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), "\([token])", dumped] {
            #expect(!text.contains("secret"), "\(text)")
            #expect(!text.contains("97"), "\(text)")
        }
    }

    @Test func `a file's token is its text without white space around it`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let text = JoinToken.random()
        #expect(text.count == 64 && text != JoinToken.random())
        try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: path))
        let fromFile = try JoinToken(contentsOf: path)
        // Whoever has the text is let in by whoever has the file.
        var applicant = Applicant(token: try JoinToken(text), protection: .sealed)
        var gatekeeper = Gatekeeper(token: fromFile, protection: .sealed)
        let answer = applicant.take(gatekeeper.take(applicant.hello).reply)
        #expect(answer.ending == nil && !answer.reply.isEmpty)
    }

    @Test(arguments: [
        (Data([0xff, 0xfe] + [UInt8](repeating: 0x41, count: 32)), "expected text in UTF-8"),
        (Data(repeating: 0x41, count: 10_000), "expected a text of at most 4160 bytes"),
        (Data("short".utf8), "expected 16 to 4096 bytes, found 5"),
    ])
    func `a file that holds none is named`(content: Data, reason: String) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try content.write(to: URL(fileURLWithPath: path))
        #expect(throws: AdmissionError.badToken("join token", reason: "\"\(path)\": \(reason)")) {
            try JoinToken(contentsOf: path)
        }
        #expect(throws: AdmissionError.badToken("join token", reason: "can't read \"\(path)-none\"")) {
            try JoinToken(contentsOf: path + "-none")
        }
    }
}
