internal import Digests
internal import LeaseEngine
internal import Logging
internal import Telemetry
internal import Transport
internal import WireProtocol

internal import enum Schemas.FailureCode

/// One trainer's connection, from the meeting to its end.
struct MemberSession: Sendable {
    /// What a trainer may take from being told the run to joining it: it restarts itself, opens the data and computes
    /// the probe.
    static let joinTimeout = Duration.seconds(600)

    /// How often it is looked whether a member was heard of.
    static let signInterval = Duration.milliseconds(100)
    /// How many of a member's messages may be refused before it is left unread for a while.
    ///
    /// Now and then a push comes too late, through nobody's fault. Who sends nothing else would keep the run busy.
    static let refusalRate = FrameRate(burst: 1000, perSecond: 1000)
    /// Bytes of a member's pushes that were received and wait for the run; the next ones wait at the member.
    static let pushQueueBytes = 256 << 10
    /// Bytes of parameters that wait to be written to one member.
    static let parameterBytesInFlight = 2 << 20
    /// Bytes of parameters and of answers that wait to be written to one member; beyond, it is not read.
    static let answerBytesInFlight = parameterBytesInFlight + 256 << 10
    /// Bytes that a message may have beside its tensor.
    static let envelopeBytes = 64 << 10

    let run: TrainingRun
    let description: RunDescription
    let identity: PeerIdentity
    let metrics: RunMetrics
    /// Of what members do.
    let log: PeerLog

    /// Serves a connection until the trainer leaves.
    ///
    /// Throws what ended it in bad order; the run knows by then that the trainer is gone.
    func serve(_ connection: Connection) async throws {
        let conversation = try await Conversation.accept(
            on: connection, as: identity, from: [.trainer], heartbeat: HeartbeatTerms.standardInterval)
        if try await hasEnded(for: conversation) { return }
        try await conversation.send(.run(description))
        do {
            guard let probe = try await probe(from: conversation) else { return }
            if try await hasEnded(for: conversation) { return }
            let parameters = ParameterFeed()
            defer { parameters.close() }
            let link = MemberLink(conversation, parameters: parameters, frameBytes: pushBytes)
            let trainer = try await run.join(link, probe: probe)
            try await follow(trainer, through: conversation, parameters: parameters)
        } catch let failure as ProtocolFailure {
            try await conversation.send(.failure(failure))
            throw failure
        }
    }

    /// Bytes of the largest frame of a member: the gradient of the largest bucket, and what stands around it.
    private var pushBytes: Int {
        Self.envelopeBytes + (description.bucketSizes.max() ?? 0) * MemoryLayout<Float>.stride
    }

    /// Whether the run has ended; the trainer is told how.
    private func hasEnded(for conversation: Conversation) async throws -> Bool {
        guard let farewell = await run.farewell(to: conversation.peer.name) else { return false }
        try await conversation.send(farewell)
        return true
    }

    /// Nil where the trainer goes without joining, to come again with the run's numerics.
    private func probe(from conversation: Conversation) async throws -> Digest? {
        let message = try await withDeadline(Self.joinTimeout, for: "\(conversation.peer.name) joining") {
            try await conversation.receive()
        }
        switch message?.payload {
        case .join(let probe): return probe
        case nil: return nil
        case .leave: return nil
        case let other?:
            throw ProtocolFailure(.unexpected, "\(conversation.peer.name): expected join, got \(other.name)")
        }
    }

    private func follow(
        _ trainer: TrainerID, through conversation: Conversation, parameters: ParameterFeed
    ) async throws {
        do {
            let departure = try await withThrowingTaskGroup(of: Departure?.self) { group in
                group.addTask {
                    try await send(parameters, through: conversation)
                    return nil
                }
                group.addTask { try await receive(from: trainer, through: conversation) }
                group.addTask {
                    try await passOnSigns(of: trainer, from: conversation.connection)
                    return nil
                }
                defer {
                    parameters.close()
                    group.cancelAll()
                }
                while let departure = try await group.next() {
                    if let departure { return departure }
                }
                return Departure(reason: "it was let go", saidSo: false)
            }
            await run.leave(trainer, reason: departure.reason, saidSo: departure.saidSo)
        } catch {
            await run.leave(trainer, reason: "\(error)")
            throw error
        }
    }

    /// Sends what the feed has until it is closed.
    ///
    /// Little of it waits in the connection at a time, so that memory of a step that is over is free soon.
    private func send(_ parameters: ParameterFeed, through conversation: Conversation) async throws {
        while let frame = await parameters.next() {
            try await conversation.connection.send(frame, behind: Self.parameterBytesInFlight)
            metrics.parameterBytes.add(UInt64(frame.byteCount))
        }
    }

    /// Lets the run hear of each sign of life, heartbeats too, which nobody above the transport sees.
    private func passOnSigns(of trainer: TrainerID, from connection: Connection) async throws {
        var last = connection.lastHeard
        while true {
            try await Task.sleep(for: Self.signInterval)
            let heard = connection.lastHeard
            if heard > last, await !run.heard(from: trainer) {
                throw ProtocolFailure(.unexpected, "expected nothing more of a trainer that is no member any more")
            }
            last = heard
        }
    }

    /// Leaves a member unread for a while.
    private func slowDown(_ name: String, for duration: Duration) async throws {
        guard duration > .zero else { return }
        let reason = "more than \(Self.refusalRate.perSecond) of its messages a second are refused"
        log.log(.warning, "slowed down", of: name, ["trainer": "\(name)", "reason": "\(reason)"])
        try await Task.sleep(for: duration)
    }

    /// How a trainer went.
    private struct Departure {
        let reason: String
        /// Whether it is the trainer's own word.
        let saidSo: Bool
    }

    /// Returns how the trainer went.
    private func receive(from trainer: TrainerID, through conversation: Conversation) async throws -> Departure {
        var allowance = FrameAllowance(Self.refusalRate, at: .now)
        while let message = try await conversation.receive() {
            do {
                switch message.payload {
                case .gradientUpdate(let node, let bucket, let gradient):
                    metrics.gradientBytes.add(UInt64(message.byteCount))
                    try await run.push(node, bucket: bucket, gradient: gradient, from: trainer)
                case .evaluationResult(let node):
                    try await run.pushEvaluation(node, from: trainer)
                case .leave(let reason):
                    return Departure(reason: reason, saidSo: true)
                case .failure(let failure):
                    throw failure
                case let other:
                    throw ProtocolFailure(
                        .unexpected, "\(conversation.peer.name): a member pushes or leaves, got \(other.name)")
                }
            } catch let failure as ProtocolFailure {
                let name = conversation.peer.name
                log.log(.debug, "refused", of: name, ["trainer": "\(name)", "reason": "\(failure)"])
                guard failure.code == .stale else { throw failure }
                try await conversation.send(
                    .failure(failure), inReplyTo: message.id, behind: Self.answerBytesInFlight)
                try await slowDown(name, for: allowance.charge(at: .now))
            }
        }
        return Departure(reason: "it ended the conversation", saidSo: false)
    }
}
