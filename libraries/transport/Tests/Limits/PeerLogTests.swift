import Testing
import Transport

@Suite struct PeerLogTests {
    @Test func `beyond the first lines of a peer its number is logged`() async throws {
        try await within {
            let recorder = LogRecorder()
            let log = PeerLog(recorder.logger, window: .seconds(1))
            for index in 1...1000 { log.log(.notice, "not admitted", of: "10.0.0.9", ["peer": "10.0.0.9:\(index)"]) }
            for index in 1...PeerLog.linesPerPeer {
                #expect(try await recorder.line("not admitted").hasSuffix("peer=10.0.0.9:\(index)"))
            }
            let count = 1000 - PeerLog.linesPerPeer
            let line = try await recorder.line("lines left out")
            #expect(line == "notice lines left out count=\(count) message=not admitted peer=10.0.0.9")
            log.log(.notice, "not admitted", of: "10.0.0.9", ["peer": "10.0.0.9:1001"])
            #expect(try await recorder.line("not admitted").hasSuffix("peer=10.0.0.9:1001"))
        }
    }
}
