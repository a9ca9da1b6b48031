import Digests
import Foundation
import Hosting
import Learning
import LeaseEngine
import Logging
import Orchestrator
import Reduction
import Synchronization
import Telemetry
import Testing
import WireProtocol

import enum Schemas.FailureCode
import enum Schemas.Role

@Suite struct TrainingRunTests {
    /// What a member was sent.
    final class Inbox: Sendable {
        private let payloads = Mutex<[Payload]>([])
        private let parameters = ParameterFeed()

        func link(_ name: String) -> MemberLink {
            MemberLink(name: name, parameters: parameters) { payload in self.payloads.withLock { $0.append(payload) } }
        }

        /// How many buckets of parameters wait to be sent.
        func frameCount() async -> Int {
            var count = 0
            parameters.close(dropping: false)
            while await parameters.next() != nil { count += 1 }
            return count
        }

        var leases: [LeaseGrant] {
            payloads.withLock { payloads in
                payloads.compactMap { if case .lease(let lease) = $0 { lease } else { nil } }
            }
        }

        var credits: [Int] {
            payloads.withLock { payloads in
                payloads.compactMap { if case .credit(_, let buckets) = $0 { buckets } else { nil } }
            }
        }

        var revoked: [UInt64] {
            payloads.withLock { payloads in
                payloads.compactMap { if case .revoke(let lease, _) = $0 { lease } else { nil } }
            }
        }

        var failures: [ProtocolFailure] {
            payloads.withLock { payloads in
                payloads.compactMap { if case .failure(let failure) = $0 { failure } else { nil } }
            }
        }

        var names: [String] { payloads.withLock { $0.map(\.name) } }
    }

    @Test func `a trainer may send as a member before it hears that it is one, and who is refused never may`()
        async throws
    {
        let harness = try await Harness(minimumTrainers: 2)
        let events = Mutex<[String]>([])
        @Sendable func note(_ event: String) { events.withLock { $0.append(event) } }
        @Sendable func link(_ name: String) -> MemberLink {
            MemberLink(
                name: name, parameters: ParameterFeed(), admit: { note("\(name) may send") },
                enqueue: { note("\(name) hears \($0.name)") })
        }
        await #expect(throws: ProtocolFailure.self) {
            try await harness.run.join(link("another"), probe: .of("another processor"))
        }
        #expect(events.withLock { $0 }.isEmpty)
        _ = try await harness.run.join(link("two"), probe: Harness.probe)
        #expect(events.withLock { $0 }.prefix(2) == ["two may send", "two hears joined"])
    }

    /// A run with one member, whose pushes a test makes up.
    struct Harness {
        static let probe = Digest.of("some processor")
        let folder: TemporaryFolder
        let context: RunContext
        let directory: RunDirectory
        let run: TrainingRun
        let inbox = Inbox()
        let trainer: TrainerID
        let log: LogRecorder
        let registry = MetricRegistry()

        init(
            _ yaml: String = Samples.yaml, minimumTrainers: Int = 1, windowBytes: Int = TrainingRun.windowBytes,
            auditShare: Double = 0, helpFloor: Duration = LeasePolicy().helpFloor, stored: StoredRun = .nothing,
            log: LogRecorder = LogRecorder()
        ) async throws {
            self.log = log
            folder = try TemporaryFolder()
            context = try Samples.context(yaml)
            directory = try RunDirectory(path: folder.path)
            run = TrainingRun(
                context: context, state: .initial(in: context),
                policy: LeasePolicy(minimumTrainers: minimumTrainers, helpFloor: helpFloor, auditShare: auditShare),
                identity: PeerIdentity(
                    role: .orchestrator, name: "test",
                    capabilities: MachineCapabilities(cores: 1, memoryBytes: 1, processor: "", blasKernel: "")),
                directory: directory, stored: stored, windowBytes: windowBytes,
                checkpointRetry: RetryDelay(shortest: .zero), logger: log.logger, metrics: RunMetrics(in: registry),
                progress: { _ in })
            trainer = try await run.join(inbox.link("one"), probe: Self.probe)
        }

        var lineage: Digest { context.lineage(probe: Self.probe) }

        /// Pushes the whole of a step or an evaluation: each sample has the gradient `gradient` in every parameter.
        func push(
            _ round: Round, gradient: Float = 1, ledgerOffset: UInt64 = 0, lineage: Digest? = nil
        ) async throws {
            let lease = try #require(
                inbox.leases.last { $0.step == round.step && ($0.phase == .training) == (round.phase == .training) })
            let leafCount = context.plan.leafCount(of: round)
            for node in lease.leaves.nodes(of: leafCount) {
                let push = NodePush(
                    lineage: lineage ?? self.lineage, lease: lease.id, step: round.step, leaves: node.leaves,
                    statistics: statistics(of: node.leaves, round, ledgerOffset))
                switch round.phase {
                case .evaluation: try await run.pushEvaluation(push, from: trainer)
                case .training:
                    for bucket in 0..<context.buckets.count {
                        let values = TensorMemory(byteCount: context.buckets.range(of: bucket).count * 4)
                        values.withMutableSpan(of: Float.self) { span in
                            for index in span.indices { span[index] = gradient * Float(push.statistics.samples) }
                        }
                        try await run.push(push, bucket: bucket, gradient: WireValues(values), from: trainer)
                    }
                }
            }
        }

        /// Pushes one lease of a training step in every bucket.
        func push(
            _ lease: LeaseGrant, gradient: Float = 1, ledgerOffset: UInt64 = 0, as sender: TrainerID
        ) async throws {
            let push = NodePush(
                lineage: lineage, lease: lease.id, step: lease.step, leaves: lease.leaves,
                statistics: statistics(of: lease.leaves, Round(.training, step: lease.step), ledgerOffset))
            for bucket in 0..<context.buckets.count {
                let values = TensorMemory(byteCount: context.buckets.range(of: bucket).count * 4)
                values.withMutableSpan(of: Float.self) { span in
                    for index in span.indices { span[index] = gradient * Float(push.statistics.samples) }
                }
                try await run.push(push, bucket: bucket, gradient: WireValues(values), from: sender)
            }
        }

        /// The value of a metric, labels included in its name.
        func metric(_ name: String) -> Double? {
            let line = registry.exposition().split(separator: "\n").first { $0.hasPrefix("\(name) ") }
            return line?.split(separator: " ").last.flatMap { Double($0) }
        }

        private func statistics(of leaves: Leaves, _ round: Round, _ ledgerOffset: UInt64) -> Statistics {
            let samples: Int
            var ledger = ledgerOffset
            switch round.phase {
            case .evaluation: samples = context.plan.evaluation.sampleCount(of: leaves)
            case .training:
                samples = context.plan.steps.sampleCount(of: round.step, leaves: leaves)
                let first = context.plan.steps.positions(of: round.step, microBatch: leaves.first)?.lowerBound ?? 0
                ledger &+= Ledger.sum(
                    epoch: context.plan.steps.epoch(of: round.step),
                    sampleIds: (first..<first + samples).map { UInt64($0) })
            }
            return Statistics(
                samples: UInt64(samples), lossSum: Double(samples), correct: UInt64(samples), ledger: ledger)
        }

        /// Every step's checkpoint is written before the next step, so that none takes another one's place.
        func wholeEpoch(_ epoch: UInt64) async throws {
            for step in epoch * 3..<epoch * 3 + 3 {
                try await push(Round(.training, step: step))
                await run.settle()
            }
            try await push(Round(.evaluation, step: epoch * 3 + 3))
            await run.settle()
        }
    }

    @Test func `a run goes through its epochs, and ends with a model, a checkpoint and a summary`() async throws {
        let harness = try await Harness()
        #expect(harness.inbox.names == ["joined", "lease", "lease", "credit", "credit"])
        try await harness.wholeEpoch(0)
        #expect(harness.folder.names == ["beginning.json", "checkpoint-000000000003.safetensors"])
        try await harness.wholeEpoch(1)
        let summary = try await harness.run.ended().completed()
        #expect(summary.steps == 6 && summary.accuracy == 1 && summary.loss == 1)
        #expect(summary.shares.map(\.microBatches) == [10])
        #expect(harness.inbox.names.last == "finish")
        #expect(
            harness.folder.names == [
                "beginning.json", "checkpoint-000000000003.safetensors", "checkpoint-000000000006.safetensors",
                "model.safetensors",
                "summary.json",
            ])
        #expect(try harness.directory.summary() == summary)
        let state = try #require(try harness.directory.resume(in: harness.context))
        #expect(harness.context.isFinished(state))

        // Momentum 0.5 and rate 0.25 on a gradient of 1: the steps are 0.25 times 1, 1.5, 1.75, … of every parameter.
        let moved = 0.25 * (1 + 1.5 + 1.75 + 1.875 + 1.9375 + 1.96875) as Float
        let start = RunState.initial(in: harness.context).training.parameters.elements
        for (start, end) in zip(start, state.training.parameters.elements) {
            #expect(abs(start - end - moved) < 1e-5)
        }
    }

    @Test(arguments: [
        (1, [1, 2, 3, 4, 5, 6]), (2, [2, 4, 6]), (3, [3, 6]), (4, [4, 6]), (100, [6]),
    ])
    func `checkpoints come every so many steps, and at the end`(everySteps: Int, steps: [Int]) async throws {
        let harness = try await Harness(Samples.yaml + "\ncheckpoint: {everySteps: \(everySteps), keep: 10}")
        try await harness.wholeEpoch(0)
        try await harness.wholeEpoch(1)
        let names = try harness.directory.checkpoints().map { $0.split(separator: "-").last.map(String.init) }
        #expect(names == steps.map { "00000000000\($0).safetensors" })
        #expect(harness.metric("pangea_checkpoint_interval_steps") == Double(everySteps))
    }

    @Test(arguments: [(0.5, 0.1767766327466966), (2.5, 0.8838831637334831), (3, 1)])
    func `a gradient of too large a norm is clipped, as PyTorch does it`(maximum: Double, factor: Double) async throws {
        let harness = try await Harness(Samples.yaml.replacing("epochs: 2", with: "epochs: 2\n  clipNorm: \(maximum)"))
        try await harness.push(Round(.training, step: 0))
        await harness.run.stop()
        _ = await harness.run.ended()
        let state = try #require(try harness.directory.resume(in: harness.context))
        // Eight parameters with a mean gradient of 1 each: the norm is the root of 8. numpy: m / (8 ** .5 + 1e-6).
        let start = RunState.initial(in: harness.context).training.parameters.elements
        for (start, end) in zip(start, state.training.parameters.elements) {
            #expect(abs(Double(start - end) - 0.25 * factor) < 1e-6)
        }
    }

    /// Seven buckets, the last one of two parameters.
    private static let manyBuckets =
        Samples.yaml.replacing("hidden: []", with: "hidden: [16]")
        + "\nexchange: {bucketParameters: 16}"

    @Test func `buckets come one after the other where the window is narrow, and credit follows them`() async throws {
        let harness = try await Harness(Self.manyBuckets, windowBytes: 0)
        #expect(harness.context.buckets.count == 7)
        #expect(harness.inbox.credits == [1, 1], "of the step under way and of the next")
        try await harness.push(Round(.training, step: 0))
        #expect(harness.inbox.credits == [1, 1, 2, 3, 4, 5, 6, 7, 1])
        let wide = try await Harness(Self.manyBuckets)
        #expect(wide.inbox.credits == [7, 7])
        try await wide.push(Round(.training, step: 0))
        #expect(wide.inbox.credits == [7, 7, 7])
    }

    @Test func `a push beyond the credit ends the conversation`() async throws {
        let harness = try await Harness(Self.manyBuckets, windowBytes: 0)
        let lease = try #require(harness.inbox.leases.first)
        func push(_ bucket: Int) async throws {
            let gradient = WireValues<Float>(TensorMemory(byteCount: harness.context.buckets.sizes[bucket] * 4))
            let push = NodePush(
                lineage: harness.lineage, lease: lease.id, step: 0, leaves: lease.leaves, statistics: .zero)
            try await harness.run.push(push, bucket: bucket, gradient: gradient, from: harness.trainer)
        }
        let early = await #expect(throws: ProtocolFailure.self) { try await push(1) }
        #expect(early?.code == .overloaded)
        #expect(early?.message == "expected lease 1 in its first 1 buckets at most, got bucket 1")
        try await push(0)
        try await push(1)
    }

    /// The file that the checkpoint is written to is a pipe that nobody reads at first.
    @Test func `steps go on while a checkpoint is written, which holds the state of its own step`() async throws {
        let harness = try await Harness(Samples.yaml + "\ncheckpoint: {everySteps: 1}")
        let name = "checkpoint-000000000001.safetensors"
        let pipe = "\(harness.folder.path)/\(name).partial"
        try #require(mkfifo(pipe, 0o600) == 0)
        for step in 0..<3 as Range<UInt64> { try await harness.push(Round(.training, step: step)) }
        try await harness.push(Round(.evaluation, step: 3))
        try await harness.push(Round(.training, step: 3))
        #expect(await harness.run.farewell(to: "one") == nil)
        #expect(try harness.directory.checkpoints() == [], "the first one is under way, the others wait")

        let reader = try #require(FileHandle(forReadingAtPath: pipe))
        let written = try reader.readToEnd() ?? Data()
        let copy = try TemporaryFolder()
        try written.write(to: URL(fileURLWithPath: "\(copy.path)/\(name)"))
        let state = try #require(try RunDirectory(path: copy.path).resume(in: harness.context))
        #expect(state.round == Round(.training, step: 1))
        let start = RunState.initial(in: harness.context).training.parameters.elements
        for (start, end) in zip(start, state.training.parameters.elements) { #expect(abs(start - end - 0.25) < 1e-6) }

        // A pipe can't be brought to the disk: it is tried again, with a file this time, and the newest state.
        await harness.run.settle()
        #expect(try harness.directory.checkpoints() == [])
        #expect(harness.metric("pangea_checkpoint_failures_total") == 1)
        #expect(
            harness.log.lines.contains { $0.hasPrefix("the checkpoint after 1 steps failed") && $0.contains("fsync") })
        await harness.run.tick()
        await harness.run.settle()
        #expect(harness.folder.names == ["beginning.json", "checkpoint-000000000004.safetensors"])
        #expect(await harness.run.farewell(to: "one") == nil)
    }

    @Test func `what it takes to begin a checkpoint is no part of a step`() async throws {
        let takes = Duration.milliseconds(200)
        let log = LogRecorder { message in
            guard message.hasPrefix("writing a checkpoint") else { return }
            let begun = ContinuousClock.now
            while ContinuousClock.now - begun < takes {}
        }
        let harness = try await Harness(Samples.yaml + "\ncheckpoint: {everySteps: 1}", log: log)
        try await harness.wholeEpoch(0)
        #expect(log.lines.count { $0.hasPrefix("writing a checkpoint") } == 3)
        // It waits for what this test pushes, however long that takes.
        for part in ["reduce", "compute", "send"] {
            let seconds = try #require(harness.metric("pangea_step_seconds_sum{part=\"\(part)\"}"))
            #expect(seconds < 0.3, "\(part): a half of what three checkpoints took")
        }
    }

    @Test func `checkpoints beyond those that are kept go, and so do those that can't be read`() async throws {
        let harness = try await Harness(
            Samples.yaml + "\ncheckpoint: {everySteps: 1, keep: 2}",
            stored: StoredRun(checkpoints: [], damaged: [9], expelled: [:]))
        let damaged = "\(harness.folder.path)/checkpoint-000000000009.safetensors"
        try Data("torn".utf8).write(to: URL(fileURLWithPath: damaged))
        try await harness.wholeEpoch(0)
        try await harness.wholeEpoch(1)
        _ = await harness.run.ended()
        #expect(
            try harness.directory.checkpoints().map { $0.suffix(14) } == ["05.safetensors", "06.safetensors"])
    }

    @Test func `metrics tell which steps are on the disk`() async throws {
        let harness = try await Harness(stored: StoredRun(checkpoints: [1, 2], damaged: [9], expelled: [:]))
        #expect(harness.metric("pangea_last_checkpoint_steps") == 2, "of the run that is gone on with")
        #expect(harness.metric("pangea_checkpoint_interval_steps") == 3, "a checkpoint an epoch")
        #expect(harness.metric("pangea_last_checkpoint_timestamp_seconds") == nil, "none is written by this process")
        try await harness.wholeEpoch(0)
        await harness.run.settle()
        #expect(harness.metric("pangea_last_checkpoint_steps") == 3)
        try await harness.push(Round(.training, step: 3))
        #expect(harness.metric("pangea_last_checkpoint_steps") == 3)
        #expect(harness.metric("pangea_run_committed_steps") == 4)
        await harness.run.stop()
        _ = await harness.run.ended()
        #expect(harness.metric("pangea_last_checkpoint_steps") == 4)
        #expect(try #require(harness.metric("pangea_last_checkpoint_timestamp_seconds")) > 1_700_000_000)
    }

    // MARK: Trust

    /// Four leaves a step; three members, of which the first pushes its leases first.
    private static let fourLeaves = Samples.yaml.replacing("batch: 4", with: "batch: 8")

    /// "one" and others push all that they are leased of step 0, of whom one, "two" by default, has something else to say.
    private static func pushStep(
        in harness: Harness, others: [String] = ["two", "three"], liar: Int = 1,
        lie: (gradient: Float, ledgerOffset: UInt64)
    ) async throws -> [(inbox: Inbox, id: TrainerID)] {
        var members = [(inbox: harness.inbox, id: harness.trainer)]
        for name in others {
            let inbox = Inbox()
            members.append((inbox, try await harness.run.join(inbox.link(name), probe: Harness.probe)))
        }
        var pushed: Set<UInt64> = []
        for _ in 0..<6 {
            for (inbox, id) in members {
                for lease in inbox.leases where lease.step == 0 && pushed.insert(lease.id).inserted {
                    let (gradient, ledgerOffset) = id == members[liar].id ? lie : (1, 0)
                    try? await harness.push(lease, gradient: gradient, ledgerOffset: ledgerOffset, as: id)
                }
            }
        }
        return members
    }

    /// The lie is in the gradient, or in what is said of the samples.
    @Test(arguments: [(2, 0), (1, 1)] as [(Float, UInt64)])
    func `who has another value for an audited node is expelled, whichever part of it is another`(
        gradient: Float, ledgerOffset: UInt64
    ) async throws {
        let harness = try await Harness(Self.fourLeaves, minimumTrainers: 3, auditShare: 1)
        let members = try await Self.pushStep(in: harness, lie: (gradient, ledgerOffset))
        #expect(
            harness.log.lines.contains {
                $0.hasPrefix("two is expelled: in step 0 it had another value for micro-batches")
                    && $0.contains("than one and three")
            })
        #expect(harness.log.lines.contains("step 0 is complete"))
        #expect(members.map(\.inbox.failures.count) == [0, 1, 0])
    }

    @Test func `who brings what is not finite is asked of another, expelled, and kept so`() async throws {
        let harness = try await Harness(Self.fourLeaves, minimumTrainers: 3)
        let members = try await Self.pushStep(in: harness, lie: (.infinity, 0))
        #expect(harness.log.lines.contains { $0.contains("leased") && $0.contains("to compare: it is not finite") })
        #expect(harness.log.lines.contains { $0.hasPrefix("two is expelled: in step 0") })
        #expect(harness.log.lines.contains { $0.hasPrefix("step 0 is redone without two") })
        #expect(!harness.log.lines.contains { $0.contains("each node by two trainers") }, "the culprit is known")
        #expect(await harness.run.farewell(to: "one") == nil)
        #expect(harness.log.lines.contains("step 0 is complete"))
        #expect(members[1].inbox.failures.map(\.code) == [.expelled])
        #expect(await harness.run.heard(from: members[1].id) == false)
        #expect(await harness.run.heard(from: members[0].id))
        let again = await #expect(throws: ProtocolFailure.self) {
            try await harness.run.join(Inbox().link("two"), probe: Harness.probe)
        }
        #expect(again?.code == .expelled)
        #expect(again?.message.hasPrefix("two may not join: two is expelled: in step 0") == true)
        await harness.run.settle()
        #expect(try harness.directory.stored(beside: nil).expelled.keys.sorted() == ["two"])
        #expect(harness.metric("pangea_trainers_expelled_total") == 1)
        #expect(harness.metric("pangea_rounds_redone_total") == 1)
    }

    @Test(arguments: 0..<4) func `who brings what is not finite is known, on whichever side of a sum`(liar: Int)
        async throws
    {
        let names = ["one", "two", "three", "four"]
        let harness = try await Harness(Self.fourLeaves, minimumTrainers: 4)
        let others = Array(names.dropFirst())
        _ = try await Self.pushStep(in: harness, others: others, liar: liar, lie: (.infinity, 0))
        #expect(harness.log.lines.contains { $0.hasPrefix("\(names[liar]) is expelled: in step 0") })
        #expect(!harness.log.lines.contains { $0.contains("each node by two trainers") }, "the culprit is known")
    }

    @Test func `a step that is redone is pushed bucket by bucket again`() async throws {
        let yaml = Self.manyBuckets.replacing("batch: 4", with: "batch: 8")
        let harness = try await Harness(yaml, minimumTrainers: 2, windowBytes: 0)
        let inbox = Inbox()
        let two = try await harness.run.join(inbox.link("two"), probe: Harness.probe)
        let leases = [try #require(harness.inbox.leases.first), try #require(inbox.leases.first)]
        func push(_ member: Int, bucket: Int, correct: UInt64 = 0) async throws {
            let lease = leases[member]
            let push = NodePush(
                lineage: harness.lineage, lease: lease.id, step: 0, leaves: lease.leaves,
                statistics: Statistics(samples: 4, lossSum: 0, correct: correct, ledger: 0))
            let gradient = WireValues<Float>(TensorMemory(byteCount: harness.context.buckets.sizes[bucket] * 4))
            try await harness.run.push(
                push, bucket: bucket, gradient: gradient, from: member == 0 ? harness.trainer : two)
        }
        for bucket in 0..<2 { for member in 0..<2 { try await push(member, bucket: bucket) } }
        try await push(0, bucket: 2)
        let before = (harness.inbox.credits.count, inbox.credits.count)
        try await push(0, bucket: 2, correct: 1)
        #expect(harness.log.lines.contains { $0.hasPrefix("step 0 is redone") })
        #expect(harness.inbox.credits.dropFirst(before.0) == [1])
        #expect(inbox.credits.dropFirst(before.1) == [])
    }

    @Test func `who was expelled before a restart may not join`() async throws {
        let harness = try await Harness(
            stored: StoredRun(checkpoints: [], damaged: [], expelled: ["two": "two had two values"]))
        let failure = await #expect(throws: ProtocolFailure.self) {
            try await harness.run.join(Inbox().link("two"), probe: Harness.probe)
        }
        #expect(failure == ProtocolFailure(.expelled, "two may not join: two had two values"))
        try await harness.wholeEpoch(0)
        try await harness.wholeEpoch(1)
        let summary = try await harness.run.ended().completed()
        #expect(summary.trainers == 1)
        #expect(summary.shares.map(\.trainer) == ["one", "two"])
        #expect(summary.shares.map(\.expelled) == [nil, "two had two values"])
    }

    // MARK: What is told and counted

    @Test func `a lease that is taken back is revoked`() async throws {
        let harness = try await Harness(
            Samples.yaml.replacing("microBatch: 2", with: "microBatch: 1"), helpFloor: .zero)
        let inbox = Inbox()
        _ = try await harness.run.join(inbox.link("two"), probe: Harness.probe)
        let ahead = try #require(harness.inbox.leases.last)
        #expect(ahead.step == 1)
        try await harness.push(Round(.training, step: 0))
        #expect(harness.inbox.revoked == [ahead.id])
        #expect(
            harness.log.lines.contains(
                "revoked reason=lease \(ahead.id) of step 1 is taken back: the round is divided anew trainer=one"))
        #expect(inbox.leases.contains { $0.step == 1 }, "a share of it")
        #expect(harness.metric("pangea_leases_revoked_total") == 1)
    }

    @Test func `metrics and summary tell the same, refusals by their reason`() async throws {
        let harness = try await Harness(Self.fourLeaves)
        let lease = try #require(harness.inbox.leases.first)
        func refused(_ code: FailureCode, _ push: () async throws -> Void) async {
            let failure = await #expect(throws: ProtocolFailure.self) { try await push() }
            #expect(failure?.code == code)
        }
        func grant(_ id: UInt64, step: UInt64 = 0, _ leaves: Leaves) -> LeaseGrant {
            LeaseGrant(id: id, phase: .training, step: step, leaves: leaves, deadline: .seconds(1))
        }
        await refused(.lineageMismatch) {
            try await harness.push(Round(.training, step: 0), lineage: Digest.of("another run"))
        }
        await refused(.stale) { try await harness.push(Round(.training, step: 1)) }
        await refused(.stale) { try await harness.push(grant(99, lease.leaves), as: harness.trainer) }
        await refused(.shapeMismatch) { try await harness.push(grant(lease.id, Leaves(0..<1)), as: harness.trainer) }
        for epoch in 0..<2 as Range<UInt64> {
            for step in epoch * 2..<epoch * 2 + 2 { try await harness.push(Round(.training, step: step)) }
            try await harness.push(Round(.evaluation, step: epoch * 2 + 2))
        }
        let summary = try await harness.run.ended().completed()
        #expect(summary.refused == ["lineage": 1, "stale": 1, "noLease": 1, "shape": 1])
        #expect(summary.shares.map(\.refused) == [summary.refused])
        for (reason, count) in summary.refused {
            #expect(harness.metric("pangea_pushes_refused_total{reason=\"\(reason)\"}") == Double(count))
        }
        #expect(summary.pushesRefused == 4)
        let told = [
            "leases_issued": summary.leasesIssued, "leases_reissued": summary.leasesReissued,
            "leases_revoked": summary.leasesRevoked, "audits": summary.auditsDone,
            "audits_waived": summary.auditsWaived, "rounds_redone": summary.roundsRedone, "trainers_expelled": 0,
            "steps": summary.steps, "samples": 20, "epochs": 2, "nodes_pushed": summary.nodesPushed,
        ]
        for (name, count) in told { #expect(harness.metric("pangea_\(name)_total") == Double(count), "\(name)") }
        #expect(summary.leasesIssued == summary.shares.reduce(0) { $0 + $1.leases } && summary.leasesIssued == 6)
        #expect(harness.metric("pangea_trainers{state=\"idle\"}") == 1)
    }

    @Test func `a run that lost all its trainers says that it waits, and goes on with the next`() async throws {
        let harness = try await Harness()
        #expect(harness.metric("pangea_missing_trainers") == 0)
        await harness.run.leave(harness.trainer, reason: "lost")
        #expect(harness.log.lines.contains("waiting for 1 trainer: none is there"))
        #expect(harness.metric("pangea_missing_trainers") == 1)
        #expect(harness.metric("pangea_trainers_lost_total") == 1)
        let inbox = Inbox()
        let next = try await harness.run.join(inbox.link("two"), probe: Harness.probe)
        #expect(harness.log.lines.last { !$0.contains("leased") } == "the run goes on")
        #expect(harness.metric("pangea_missing_trainers") == 0)
        try await harness.push(try #require(inbox.leases.first), as: next)
        #expect(harness.log.lines.contains("step 0 is complete"))
        await harness.run.leave(next, reason: "asked to", saidSo: true)
        #expect(harness.metric("pangea_trainers_lost_total") == 1, "who says so isn't lost")
        #expect(harness.metric("pangea_trainers{state=\"gone\"}") == 2)
    }

    @Test func `a run waits for as many as it was told, and says for how many`() async throws {
        let harness = try await Harness(minimumTrainers: 3)
        #expect(harness.inbox.leases == [])
        _ = try await harness.run.join(Inbox().link("two"), probe: Harness.probe)
        #expect(
            harness.log.lines.filter { $0.hasPrefix("waiting") } == [
                "waiting for 2 trainers: 1 of 3 are there", "waiting for 1 trainer: 2 of 3 are there",
            ])
        #expect(harness.metric("pangea_missing_trainers") == 1)
    }

    @Test func `a gradient that is not finite ends the run as diverged`() async throws {
        let harness = try await Harness()
        try await harness.push(Round(.training, step: 0), gradient: .infinity)
        #expect(await harness.run.farewell(to: "one") == nil, "it is computed again first")
        try await harness.push(Round(.training, step: 0), gradient: .infinity)
        let failure = await #expect(throws: RunFailure.self) { try await harness.run.ended().get() }
        #expect(failure == .diverged(step: 0, bucket: 0))
        #expect(failure?.exitStatus == .diverged)
        #expect(harness.inbox.names.last == "finish")
    }

    @Test func `an epoch in which not every sample counted once ends the run`() async throws {
        let harness = try await Harness()
        for step in 0..<3 as Range<UInt64> {
            try await harness.push(Round(.training, step: step), ledgerOffset: step == 1 ? 1 : 0)
        }
        try await harness.push(Round(.evaluation, step: 3))
        let failure = await #expect(throws: RunFailure.self) { try await harness.run.ended().get() }
        guard case .ledgerMismatch(epoch: 0, _, _) = failure else {
            Issue.record("expected a mismatch of the ledger, got \(String(describing: failure))")
            return
        }
    }

    /// In a gradient, or in what is said beside it.
    @Test(arguments: [(2, 1), (1, 2)] as [(Float, UInt64)])
    func `two values of one node that differ have the step redone`(other: Float, otherCorrect: UInt64) async throws {
        let harness = try await Harness(Samples.yaml.replacing("batch: 4", with: "batch: 8"), minimumTrainers: 2)
        _ = try await harness.run.join(Inbox().link("two"), probe: Harness.probe)
        let lease = try #require(harness.inbox.leases.first)
        #expect(lease.leaves == Leaves(0..<2))
        func push(_ value: Float, correct: UInt64) async throws {
            let half = NodePush(
                lineage: harness.lineage, lease: lease.id, step: 0, leaves: lease.leaves,
                statistics: Statistics(samples: 4, lossSum: 0, correct: correct, ledger: 0))
            let values = TensorMemory(byteCount: 8 * 4)
            values.withMutableSpan(of: Float.self) { $0[7] = value }
            try await harness.run.push(half, bucket: 0, gradient: WireValues(values), from: harness.trainer)
        }
        try await push(1, correct: 1)
        try await push(1, correct: 1)
        let before = harness.inbox.leases.count
        #expect(harness.log.lines.allSatisfy { !$0.contains("is redone") })
        try await push(other, correct: otherCorrect)
        let again = harness.inbox.leases.dropFirst(before)
        #expect(again.map(\.leaves) == [Leaves(0..<2)])
        #expect(again.map(\.step) == [0])
        #expect(await harness.run.farewell(to: "one") == nil)
    }

    @Test func `a push of another lineage, step or size is refused and changes nothing`() async throws {
        let harness = try await Harness()
        let other = await #expect(throws: ProtocolFailure.self) {
            try await harness.push(Round(.training, step: 0), lineage: Digest.of("another run"))
        }
        #expect(other?.code == .lineageMismatch)
        let early = await #expect(throws: ProtocolFailure.self) { try await harness.push(Round(.training, step: 1)) }
        #expect(early?.code == .stale)
        let lease = try #require(harness.inbox.leases.first)
        let short = NodePush(
            lineage: harness.lineage, lease: lease.id, step: 0, leaves: lease.leaves, statistics: .zero)
        let size = await #expect(throws: ProtocolFailure.self) {
            try await harness.run.push(
                short, bucket: 0, gradient: WireValues(TensorMemory(byteCount: 4)), from: harness.trainer)
        }
        #expect(size?.code == .shapeMismatch)
        try await harness.wholeEpoch(0)
    }

    @Test func `a trainer with other numerics is refused, with both probes`() async throws {
        let harness = try await Harness()
        let other = Digest.of("another processor")
        let failure = await #expect(throws: ProtocolFailure.self) {
            try await harness.run.join(Inbox().link("two"), probe: other)
        }
        #expect(failure?.code == .probeMismatch)
        #expect(failure?.message.contains("\(other)") == true)
        #expect(failure?.message.contains("\(Harness.probe)") == true)
    }

    @Test func `a stopped run is resumed where it was`() async throws {
        let harness = try await Harness()
        try await harness.wholeEpoch(0)
        try await harness.push(Round(.training, step: 3))
        await harness.run.stop()
        guard case .success(.stopped(atStep: 4)) = await harness.run.ended() else {
            Issue.record("the run isn't stopped")
            return
        }
        let state = try #require(try harness.directory.resume(in: harness.context))
        #expect(state.round == Round(.training, step: 4))
        #expect(state.history.count == 1)
        #expect(state.epochStatistics.samples == 4)
        #expect(harness.inbox.names.last == "failure")
        let late = await #expect(throws: ProtocolFailure.self) {
            try await harness.run.join(Inbox().link("two"), probe: Harness.probe)
        }
        #expect(late?.code == .stopping)
    }

    @Test func `a trainer that was lost at the run's end is expected, until it is told`() async throws {
        let harness = try await Harness()
        let others = ["gone", "lost"].map { (name: $0, inbox: Inbox()) }
        for other in others {
            let trainer = try await harness.run.join(other.inbox.link(other.name), probe: Harness.probe)
            #expect(await !harness.run.expectsSomebody)
            await harness.run.leave(trainer, reason: "a test", saidSo: other.name == "gone")
        }
        #expect(await harness.run.expectsSomebody)
        _ = try await harness.run.join(Inbox().link("lost"), probe: Harness.probe)
        #expect(await !harness.run.expectsSomebody, "it is back")
        #expect(await harness.run.farewell(to: "lost") == nil)
        await harness.run.leave(harness.trainer, reason: "cut")
        await harness.run.stop()
        _ = await harness.run.ended()
        #expect(await harness.run.expectsSomebody)
        #expect(await harness.run.farewell(to: "one")?.name == "failure")
        #expect(await !harness.run.expectsSomebody)
    }

    @Test func `what a leaving member owes goes to the next that joins`() async throws {
        let harness = try await Harness()
        await harness.run.leave(harness.trainer, reason: "lost")
        let inbox = Inbox()
        _ = try await harness.run.join(inbox.link("two"), probe: Harness.probe)
        #expect(inbox.leases.map(\.leaves) == [Leaves(0..<2), Leaves(0..<2)])
        #expect(inbox.leases.map(\.step) == [0, 1])
    }
}

extension Result where Success == RunEnding, Failure == any Error {
    /// The summary of a run that is complete.
    fileprivate func completed() throws -> RunSummary {
        guard case .completed(let summary) = try get() else { throw Incomplete() }
        return summary
    }
}

private struct Incomplete: Error {}
