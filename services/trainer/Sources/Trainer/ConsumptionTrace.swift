internal import Faults
internal import WireProtocol

/// Writes down which samples the trainer consumed, where the environment asks for it.
enum ConsumptionTrace {
    /// Notes a micro-batch of a training step: one object of JSON a line.
    static func note(_ batch: MicroBatch) {
        guard let file = TraceFile.armed else { return }
        let samples = batch.sampleIds.map(String.init).joined(separator: ",")
        file.append(
            "{\"step\":\(batch.step),\"leaf\":\(batch.index),\"epoch\":\(batch.epoch),\"samples\":[\(samples)]}")
    }
}
