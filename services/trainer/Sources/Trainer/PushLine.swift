internal import Faults
internal import Learning
internal import Transport
internal import WireProtocol

/// How a work loop speaks to the orchestrator, and where failures of that are placed.
struct PushLine: Sendable {
    private let conversation: Conversation
    private let middleBucket: Int

    init(_ conversation: Conversation, buckets: BucketLayout) {
        self.conversation = conversation
        middleBucket = buckets.count / 2
    }

    /// Sends one message, waiting while the connection is full.
    func send(_ payload: Payload) async throws {
        guard case .gradientUpdate(let push, middleBucket, _) = payload else {
            try await conversation.send(payload)
            return
        }
        try await conversation.send(payload, failingAt: .trainerPushMiddle, step: push.step)
    }

    /// A lease of `step` is computed, and pushed next.
    func begin(step: UInt64) { Faults.reach(.trainerPushBefore, step: step) }

    /// A lease of `step` is pushed.
    func end(step: UInt64) async throws {
        guard let fault = Faults.due(.trainerPushAfter, step: step) else { return }
        try await conversation.connection.flush()
        fault.strike()
    }
}
