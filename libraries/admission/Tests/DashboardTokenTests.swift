import Admission
import Foundation
import Testing

@Suite struct DashboardTokenTests {
    private static let secret = "only-who-may-look-knows-it"

    @Test func `it is equal to itself and to nothing else`() throws {
        let token = try DashboardToken(" \(Self.secret)\n")
        #expect(token.isEqual(to: Array(Self.secret.utf8)))
        #expect(token.authorization == "Bearer \(Self.secret)")
        for other in ["", "x", String(Self.secret.dropLast()), Self.secret + "x", Self.secret.uppercased()] {
            #expect(!token.isEqual(to: Array(other.utf8)), "\(other)")
        }
    }

    @Test(arguments: [
        ("fifteen-bytes..", "expected 16 to 4096 bytes, found 15"),
        (String(repeating: "x", count: 4097), "expected 16 to 4096 bytes, found 4097"),
        ("with a space inside it", "expected letters, digits and signs of ASCII without spaces, found something else"),
        (
            "with-a-line\r\nfeed-in-it",
            "expected letters, digits and signs of ASCII without spaces, found something else"
        ),
        ("größer-als-das-alphabet", "expected letters, digits and signs of ASCII without spaces, found something else"),
    ])
    func `what is none, or no text for a header, is refused and not shown`(text: String, reason: String) {
        let error = #expect(throws: AdmissionError.self) { try DashboardToken(text) }
        #expect(error == .badToken("dashboard token", reason: reason))
        #expect(error?.description == "dashboard token: \(reason)")
    }

    @Test func `a file's token is its text, and a file without one is named`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("token-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data("\(Self.secret)\n".utf8).write(to: URL(fileURLWithPath: path))
        #expect(try DashboardToken(contentsOf: path).isEqual(to: Array(Self.secret.utf8)))
        #expect(throws: AdmissionError.badToken("dashboard token", reason: "can't read \"\(path)-none\"")) {
            try DashboardToken(contentsOf: path + "-none")
        }
    }

    @Test func `nothing that prints a token shows it`() throws {
        let token = try DashboardToken("hush-12345-hush-12345")
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), "\([token])", dumped] {
            #expect(!text.contains("hush") && !text.contains("104"), "\(text)")
        }
        #expect("\(token)" == "a dashboard token")
    }
}
