extension Labels {
    /// Writes each sample's class (each position's, of a sequence) to the first elements of `targets`, which has room for `samples`.
    ///
    /// Throws `countMismatch` when these are not the labels of `samples` samples, `labelOutOfRange` for a class that is
    /// not below `classCount`, `labelNotOneHot` for a row that is not a single 1 among zeros.
    func write(
        to targets: inout [UInt32], samples: Int, classCount: Int, operation: String
    ) throws(LearningError) {
        switch self {
        case .classIndices(let indices):
            try Self.require(indices.count, samples, "(\(samples))", operation)
            for sample in 0..<samples {
                guard indices[sample] < classCount else {
                    throw .labelOutOfRange(sample: sample, label: indices[sample], classCount: classCount)
                }
                targets[sample] = indices[sample]
            }
        case .values:
            throw .labelKindMismatch(expected: "classes", got: "values")
        case .oneHot(let rows):
            try Self.require(rows.count, samples * classCount, "(\(samples), \(classCount))", operation)
            for sample in 0..<samples {
                let row = rows.extracting(sample * classCount..<(sample + 1) * classCount)
                guard let index = Self.index(ofOnlyOne: row) else {
                    throw .labelNotOneHot(sample: sample, classCount: classCount)
                }
                targets[sample] = UInt32(index)
            }
        }
    }

    /// Writes each sample's `outputs` values to the first elements of `targets`, which has room for `samples`.
    ///
    /// Throws `labelKindMismatch` for classes, `countMismatch` when these are not the values of `samples` samples.
    func write(
        valuesTo targets: FloatArena, samples: Int, outputs: Int, operation: String
    ) throws(LearningError) {
        guard case .values(let values) = self else {
            throw .labelKindMismatch(expected: "values", got: "classes")
        }
        try Self.require(values.count, samples * outputs, "(\(samples), \(outputs))", operation)
        targets.copy(values, at: 0)
    }

    private static func require(
        _ got: Int, _ expected: Int, _ shape: String, _ operation: String
    ) throws(LearningError) {
        guard got == expected else {
            throw .countMismatch(operation: operation, argument: "labels", expected: shape, got: got)
        }
    }

    private static func index(ofOnlyOne row: Span<Float>) -> Int? {
        var found: Int?
        for index in row.indices where row[index] != 0 {
            guard row[index] == 1, found == nil else { return nil }
            found = index
        }
        return found
    }
}
