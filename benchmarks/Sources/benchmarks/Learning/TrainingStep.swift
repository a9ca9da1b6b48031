internal import CProductRecorder
internal import CapnProto
internal import Learning
internal import Schemas

/// A training step: forward, loss, backward, the gradient computed straight into the segment of an outgoing message.
final class TrainingStep {
    private let features: [Float]
    private let labels: [UInt32]
    private let parameters: FloatArena
    private let gradient: FloatArena
    private let replica: Replica
    /// The multiplications and additions of the step's matrix products.
    let operations: Double

    init(_ trained: TrainedModel) throws {
        let model = try trained.model()
        features = trained.features(model)
        labels = trained.labels(model)
        parameters = model.initialParameters(seed: 1)
        gradient = FloatArena(count: model.layout.count)
        replica = try Replica(model: model, maximumSamples: trained.samples)
        product_recorder_start()
        _ = try Self.gradient(replica, features, labels, parameters, gradient)
        product_recorder_stop()
        operations = product_recorder_operations()
    }

    func run() throws {
        let outcome = try Self.gradient(replica, features, labels, parameters, gradient)
        guard outcome.lossSum.isFinite else { throw Benchmark.WrongValue("a loss of \(outcome.lossSum)") }
        let message = try message()
        guard message.segments.contains(where: { $0.bytes.baseAddress == UnsafeRawPointer(gradient.baseAddress) })
        else { throw Benchmark.WrongValue("the gradient was copied") }
    }

    /// The step's matrix products alone, on the same memory.
    func replayProducts() { product_recorder_replay() }

    private static func gradient(
        _ replica: Replica, _ features: [Float], _ labels: [UInt32], _ parameters: FloatArena, _ gradient: FloatArena
    ) throws(LearningError) -> BatchOutcome {
        try gradient.withMutableSpan { span throws(LearningError) in
            try replica.gradient(
                features: features.span, labels: .classIndices(labels.span), parameters: parameters.span, into: &span)
        }
    }

    private func message() throws -> OutgoingMessage {
        let builder = MessageBuilder(firstSegmentWordCount: 128)
        let message = try builder.initRoot(as: Message.self)
        message.type = .gradientUpdate
        let tensor = try message.payload.initGradientUpdate().initGradient()
        tensor.dataType = .float32
        try tensor.setShape([UInt64(gradient.count)])
        try tensor.adoptData(
            UnsafeRawBufferPointer(start: gradient.baseAddress, count: gradient.count * MemoryLayout<Float>.stride),
            owner: gradient)
        return builder.finish()
    }
}
