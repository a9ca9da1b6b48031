import ArgumentParser
import Testing
import Watching

@Suite struct CommandLineTests {
    @Test(arguments: [["box"], ["https://box:1/"], [], ["box:1", "box:2"]])
    func `a dashboard's address is looked at before anything else`(arguments: [String]) {
        #expect(throws: (any Error).self) { try StatusCommand.parse(arguments) }
        #expect(throws: (any Error).self) { try WatchCommand.parse(arguments) }
    }

    @Test func `an address that is none is named with what is expected`() {
        let error = #expect(throws: (any Error).self) { try StatusCommand.parse(["box"]) }
        let message = error.map { StatusCommand.message(for: $0) }
        #expect(message == "address \"box\": expected http://host:port with a port from 1 to 65535")
    }

    @Test(arguments: ["-1", "86401", "x"]) func `a patience that there can't be is refused`(seconds: String) {
        #expect(throws: (any Error).self) { try WatchCommand.parse(["box:1", "--patience=\(seconds)"]) }
    }
}
