import ArgumentParser
import Launching
import Testing

@Suite struct RunCommandTests {
    @Test(arguments: [
        ([], "Missing expected argument '<job>'"),
        (["a.yaml", "--trainers", "0"], "--trainers: expected 1 to 999, got 0"),
        (["a.yaml", "--trainers", "1000"], "--trainers: expected 1 to 999, got 1000"),
        (["a.yaml", "--dashboard-port", "65536"], "--dashboard-port: expected 0 to 65535, got 65536"),
        (["a.yaml", "--resume"], "--resume: expected --run-directory with it, which holds the run"),
        (["a.yaml", "--show", "all"], "The value 'all' is invalid for '--show <show>'"),
    ])
    func `wrong usage is refused in words`(arguments: [String], words: String) {
        let error = #expect(throws: (any Error).self) { try RunCommand.parse(arguments) }
        let message = error.map { RunCommand.message(for: $0) } ?? ""
        #expect(message.hasPrefix(words), "\(message)")
    }

    @Test func `programs that aren't there are named`() throws {
        let folder = try TemporaryFolder()
        let error = #expect(throws: LaunchError.self) { try ServicePrograms(in: folder.path) }
        #expect(error == .missingProgram(path: folder.path + "/compute"))
        #expect(error?.status == .unavailable)
    }
}
