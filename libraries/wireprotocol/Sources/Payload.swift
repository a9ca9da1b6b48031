public import Datasets
public import Digests

/// What a message says, as values: one case for each member of the wire's union.
///
/// Encoding adopts the memory of tensors instead of copying it; decoding views them inside the received frame.
public enum Payload: Sendable {
    /// The dialling side's first message.
    case hello(PeerIdentity, protocolVersion: UInt32)
    /// The listening side's answer.
    case welcome(PeerIdentity, protocolVersion: UInt32, heartbeat: Duration)
    /// What a trainer needs to become a replica.
    case run(RunDescription)
    /// The trainer's probe.
    case join(probe: Digest)
    /// The trainer is a member of the run.
    case joined(lineage: Digest)
    /// Asks compute for a data set.
    case openDataset(DataDescription, expected: Digest?)
    /// Compute's answer.
    case datasetOpened(DatasetDescription)
    /// Asks compute for a micro-batch.
    case batchRequest(MicroBatchRequest)
    /// Compute's answer.
    case trainingBatch(MicroBatch)
    /// Work for a trainer.
    case lease(LeaseGrant)
    /// How far a trainer may push: the nodes of these leases in the first `buckets` buckets.
    case credit(leases: [UInt64], buckets: Int)
    /// A lease that the trainer is to drop, unless it is too late.
    case revoke(lease: UInt64, reason: String)
    /// A node's gradient in one bucket.
    case gradientUpdate(NodePush, bucket: Int, gradient: WireValues<Float>)
    /// A node of an evaluation.
    case evaluationResult(NodePush)
    /// One bucket of the parameters that a step starts from.
    case parameters(lineage: Digest, step: UInt64, bucket: Int, values: WireValues<Float>)
    /// A sign of life.
    case heartbeat
    /// A trainer goes in good order.
    case leave(reason: String)
    /// The run has ended.
    case finish(reason: String, succeeded: Bool)
    /// What was asked can't be had, or the conversation is over.
    case failure(ProtocolFailure)

    /// The case's name, for logs and errors.
    public var name: String {
        switch self {
        case .hello: "hello"
        case .welcome: "welcome"
        case .run: "run"
        case .join: "join"
        case .joined: "joined"
        case .openDataset: "openDataset"
        case .datasetOpened: "datasetOpened"
        case .batchRequest: "batchRequest"
        case .trainingBatch: "trainingBatch"
        case .lease: "lease"
        case .credit: "credit"
        case .revoke: "revoke"
        case .gradientUpdate: "gradientUpdate"
        case .evaluationResult: "evaluationResult"
        case .parameters: "parameters"
        case .heartbeat: "heartbeat"
        case .leave: "leave"
        case .finish: "finish"
        case .failure: "failure"
        }
    }
}
