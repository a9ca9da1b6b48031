import Testing
import Transport
import WireProtocol

extension Attack {
    /// A member of the run that does something once it has a lease, until the orchestrator has had enough of it.
    static func member(
        _ name: String, inboundQueueBytes: Int = 64 << 20, _ words: String...,
        deed: @escaping @Sendable (FalseMember.Place, LeaseGrant) async throws -> Void
    ) -> Deed {
        { run in
            let member = try FalseMember(name, token: Hostile.secret, inboundQueueBytes: inboundQueueBytes)
            try await member.join(at: run.address(of: .orchestrator)) { place in
                try await deed(place, try await place.lease())
            }
            try await run.leastSteps()
            return [Attacker(target: .orchestrator, name: name, words: words)]
        }
    }

    /// A real trainer that falsifies all that it computes.
    static func liar(_ lie: String) -> Deed {
        { run in
            let liar = try await run.deployment.startTrainer(faults: "trainer.gradient action=\(lie)")
            #expect(try await liar.exitStatus() == 76)
            try await run.leastSteps()
            return [Attacker(target: .orchestrator, name: liar.name, words: ["is expelled: in step"])]
        }
    }

    /// Names of members that come and go.
    static let mostVisits = 500

    /// Ever new members that go as soon as they are leased something.
    static let revolvingDoor: Deed = { run in
        let isEnough = Flag()
        let address = run.address(of: .orchestrator)
        async let visits = {
            var count = 0
            while !isEnough.isSet, count < mostVisits {
                count += 1
                let member = try FalseMember("visitor-\(count)", token: Hostile.secret)
                try await member.join(at: address) { _ = try await $0.lease() }
            }
            return count
        }()
        try await run.leastSteps()
        isEnough.set()
        #expect(try await visits > 10)
        return [Attacker(target: .orchestrator, name: "visitor-1", words: ["trainer left"])]
    }

    /// Somebody who has met compute, knows the run and a request that compute would answer.
    static func client(
        _ name: String, inboundQueueBytes: Int = 64 << 20, _ words: String...,
        deed: @escaping @Sendable (Conversation, MicroBatchRequest) async throws -> Void
    ) -> Deed {
        { run in
            let client = try FalseMember(name, token: Hostile.secret, inboundQueueBytes: inboundQueueBytes)
            let description = try await client.run(at: run.address(of: .orchestrator))
            let request = MicroBatchRequest(
                dataset: description.dataset.digest, split: .training, seed: description.seed,
                batch: description.batch, microBatch: description.microBatch, step: 1, index: 0)
            // It ends as compute wants.
            try await client.meet(.compute, at: run.address(of: .compute)) { try? await deed($0, request) }
            try await run.leastSteps()
            // That is where its name goes with its address.
            let coming = try await run.service(.compute).line("client came", "peer=\(name)")
            let peer = words[0] == "connection ended" ? try field("address", of: coming) : name
            return [Attacker(target: .compute, name: peer, words: words)]
        }
    }
}
