import Orchestrator
import Testing
import Transport
import WireProtocol

import enum Schemas.Role

@Suite struct ParameterFeedTests {
    /// A frame that a test can tell from others, by its size.
    private static func frame(_ words: Int) throws -> OutgoingFrame {
        try Conversation.broadcast(
            .leave(reason: String(repeating: "x", count: words * 8)),
            from: PeerIdentity(
                role: .orchestrator, name: "test",
                capabilities: MachineCapabilities(cores: 1, memoryBytes: 1, processor: "", blasKernel: "")))
    }

    @Test func `frames come in order, and those of a step that is over don't`() async throws {
        let feed = ParameterFeed()
        let frames = try (0..<4).map { try Self.frame($0) }
        feed.publish(frames[0], step: 3)
        feed.publish(frames[1], step: 3)
        #expect(await feed.next()?.byteCount == frames[0].byteCount)
        feed.publish(frames[2], step: 4)
        feed.publish(frames[3], step: 4)
        #expect(await feed.next()?.byteCount == frames[2].byteCount)
        #expect(await feed.next()?.byteCount == frames[3].byteCount)
    }

    @Test func `who waits gets the next frame, or hears that there will be none`() async throws {
        let feed = ParameterFeed()
        let frame = try Self.frame(1)
        async let first = feed.next()
        feed.publish(frame, step: 0)
        #expect(await first?.byteCount == frame.byteCount)
        async let second = feed.next()
        feed.close()
        #expect(await second == nil)
        feed.publish(frame, step: 1)
        #expect(await feed.next() == nil)
    }
}
