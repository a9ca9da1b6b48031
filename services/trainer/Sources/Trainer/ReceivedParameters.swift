package import Learning
package import WireProtocol

internal import enum Schemas.FailureCode

/// Puts the parameters of a step together from the buckets that arrive.
///
/// Arenas take turns: the step that is being computed keeps the one while the next step's buckets fill the other.
package struct ReceivedParameters {
    /// The parameters of one step, complete.
    package struct Snapshot: Sendable {
        /// The step that starts from them.
        package let step: UInt64
        /// (parameters), only read until the step is over.
        package let arena: FloatArena
    }

    private let buckets: BucketLayout
    private var assembling: (step: UInt64, arena: FloatArena, missing: Set<Int>)?
    package private(set) var complete: Snapshot?
    /// Of the step before, to be used again once nobody computes from it.
    private var idle: FloatArena?

    package init(buckets: BucketLayout) {
        self.buckets = buckets
    }

    /// Copies one bucket of the parameters of `step` into place.
    ///
    /// A bucket of a step gone by, or one that is there already, changes nothing.
    ///
    /// Throws a `ProtocolFailure` where the bucket's number or size isn't the run's.
    package mutating func receive(step: UInt64, bucket: Int, values: WireValues<Float>) throws(ProtocolFailure) {
        guard bucket >= 0, bucket < buckets.count else {
            throw ProtocolFailure(.outOfRange, "parameters: expected a bucket below \(buckets.count), got \(bucket)")
        }
        let range = buckets.range(of: bucket)
        guard values.count == range.count else {
            throw ProtocolFailure(
                .shapeMismatch, "parameters: bucket \(bucket) has \(range.count) parameters, got \(values.count)")
        }
        if let complete, step <= complete.step { return }
        if let assembling, step < assembling.step { return }
        if assembling?.step != step {
            assembling = (step, takeArena(), Set(0..<buckets.count))
        }
        guard assembling?.missing.remove(bucket) != nil else { return }
        assembling?.arena.copy(values.span, at: range.lowerBound)
        if let assembling, assembling.missing.isEmpty {
            idle = complete?.arena
            complete = Snapshot(step: assembling.step, arena: assembling.arena)
            self.assembling = nil
        }
    }

    private mutating func takeArena() -> FloatArena {
        defer { idle = nil }
        if isKnownUniquelyReferenced(&idle), let arena = idle { return arena }
        return FloatArena(count: buckets.parameterCount)
    }
}
