import Digests
import Testing
import Transport
import WireProtocol

extension Attack {
    /// Those who have the token, and joined.
    static let members: [Attack] = [
        Attack(
            name: "a member's garbage",
            deed: member("talkative", "trainer left", "malformed") { place, _ in
                try await place.conversation.connection.send(Frames.contradiction())
                await place.awaitEnd()
            }),
        Attack(
            name: "a member's wrong shape",
            deed: member("shapeless", "trainer left", "expected 1024 numbers in bucket 0, got 1025") { place, lease in
                try await place.conversation.send(place.push(lease, numbers: place.run.bucketSizes[0] + 1))
                await place.awaitEnd()
            }),
        Attack(
            name: "a member's old lineage",
            deed: member("of-yesterday", "trainer left", "expected lineage", "got") { place, lease in
                try await place.conversation.send(place.push(lease, lineage: Digest.of("yesterday's run")))
                await place.awaitEnd()
            }),
        Attack(name: "a member's infinities", deed: liar("spoil")),
        Attack(name: "a member's wrong sums", extra: "\naudit: 1.0", deed: liar("corrupt")),
        Attack(
            // Some of what it sends, and some of what is said to that, which it is slow to take.
            name: "a member that floods", allowance: noise + 3 << 20,
            deed: member("flooding", "slowed down", "1000 of its messages a second") { place, lease in
                try await place.flood(place.push(lease, step: 0))
            }),
        Attack(
            name: "a member that never reads", job: Hostile.wide, allowance: noise + 4 << 20,
            deed: member("deaf", inboundQueueBytes: 1, "trainer left", "took nothing of what is queued for it") {
                place, _ in
                _ = await place.conversation.connection.closed()
            }),
        // Each takes leases away with it, which makes a step longer by a micro-batch.
        Attack(
            name: "a member that comes and goes", allowance: noise + 1 << 20, leastRate: 0.7,
            deed: revolvingDoor),
    ]

    /// What a mebibyte of answers costs that wait to be written, and those that are being made.
    private static let answers = noise + 3 << 20

    /// Members of compute's, which asks nobody to join.
    static let clients: [Attack] = [
        Attack(
            name: "a client's garbage",
            deed: client("talkative", "connection ended", "malformed") { conversation, _ in
                try await conversation.connection.send(Frames.contradiction())
                while try await conversation.receive() != nil {}
            }),
        Attack(
            name: "a client that asks for what there isn't",
            deed: client("curious", "refused", "expected openDataset or batchRequest") { conversation, _ in
                for _ in 0..<mostComebacks {
                    try await conversation.send(.leave(reason: ""))
                    _ = try await conversation.receive()
                }
            }),
        Attack(
            name: "a client that floods", allowance: answers,
            deed: client("flooding", "client came") { conversation, request in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask { for _ in 0..<20_000 { try await conversation.send(.batchRequest(request)) } }
                    for _ in 0..<20_000 { _ = try await conversation.receive() }
                    try await group.waitForAll()
                }
            }),
        Attack(
            name: "a client that never reads", allowance: answers,
            deed: client("deaf", inboundQueueBytes: 1, "connection ended", "took nothing of what is queued for it") {
                conversation, request in
                while (try? await conversation.send(.batchRequest(request))) != nil {}
            }),
    ]
}
