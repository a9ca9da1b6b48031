import Foundation
import Launching
import Testing

@Suite struct RunFolderTests {
    @Test(arguments: [
        ("examples/digits.yaml", "run/digits-20261126-090703"), ("job", "run/job-20261126-090703"),
        ("", "run/job-20261126-090703"),
    ])
    func `a run has a folder of its own by its job and time`(job: String, path: String) {
        #expect(RunFolder.fallback(forJob: job, at: Date(timeIntervalSince1970: 1_795_684_023)) == path)
    }

    @Test func `ports are there when they are written, and not any longer for another run`() throws {
        let temporary = try TemporaryFolder()
        let folder = try RunFolder(at: temporary.path + "/a/run")
        #expect(folder.ports(of: .compute) == nil)
        for text in ["", "{", "[1]", "{\"port\":\"x\"}"] {
            try text.write(toFile: folder.portsFile(of: .compute), atomically: true, encoding: .utf8)
            #expect(folder.ports(of: .compute) == nil)
        }
        try "{\"port\":7}".write(toFile: folder.portsFile(of: .compute), atomically: true, encoding: .utf8)
        #expect(folder.ports(of: .compute) == ["port": 7])
        folder.removeLeftovers()
        #expect(folder.ports(of: .compute) == nil)
    }

    @Test(arguments: [("", nil), ("words\n", nil), ("words\n{\"a\":1}\n", "{\"a\":1}"), ("{\"a\":1}\nwords\n", nil)])
    func `the summary is the last line, if it is an object`(text: String, summary: String?) throws {
        let temporary = try TemporaryFolder()
        let folder = try RunFolder(at: temporary.path)
        #expect(folder.summary == nil)
        try text.write(toFile: folder.output(of: .orchestrator), atomically: true, encoding: .utf8)
        #expect(folder.summary == summary)
        folder.removeLeftovers()
        #expect(folder.summary == nil)
    }

    @Test func `the last words of a log are its last lines, however long it is`() throws {
        let temporary = try TemporaryFolder()
        let folder = try RunFolder(at: temporary.path)
        #expect(folder.lastWords(of: .compute, count: 3) == [])
        let text = (1...50_000).map { "line \($0)\n" }.joined()
        try text.write(toFile: folder.log(of: .compute), atomically: true, encoding: .utf8)
        #expect(folder.lastWords(of: .compute, count: 2) == ["line 49999", "line 50000"])
    }

    @Test func `a folder that can't be made is named`() throws {
        let temporary = try TemporaryFolder()
        try "".write(toFile: temporary.path + "/file", atomically: true, encoding: .utf8)
        let error = #expect(throws: LaunchError.self) { try RunFolder(at: temporary.path + "/file/run") }
        #expect(error?.description.hasPrefix("\(temporary.path)/file/run: expected a folder that can be made") == true)
        #expect(error?.status == .ioFailure)
    }
}

/// A folder for one test, gone when nobody holds it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.appending(path: "pangea-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}
