import Learning

extension Replica {
    /// The gradient and outcome of arrays, each at `offset` floats behind a 64-byte boundary.
    func gradient(
        _ features: [Float], _ labels: [UInt32], _ parameters: [Float], offset: Int = 0
    ) throws -> (gradient: [Float], outcome: BatchOutcome) {
        let padding = [Float](repeating: .nan, count: offset)
        let featureArena = FloatArena(padding + features)
        let parameterArena = FloatArena(padding + parameters)
        // Whatever was in the gradient's memory has to be overwritten.
        let gradientArena = FloatArena([Float](repeating: .nan, count: offset + parameters.count))
        let outcome = try gradientArena.withMutableSpan { span throws(LearningError) in
            var part = span.part(offset..<offset + parameters.count)
            return try gradient(
                features: featureArena.span.extracting(droppingFirst: offset), labels: .classIndices(labels.span),
                parameters: parameterArena.span.extracting(droppingFirst: offset), into: &part)
        }
        return (Array(gradientArena.array.dropFirst(offset)), outcome)
    }
}
