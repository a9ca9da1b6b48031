/// Samples of a split, or of a file to predict: raw, and preprocessed when they are gathered.
struct SampleStore: Sendable {
    enum Inputs: Sendable {
        case images(FeatureMatrix, byteTable: [Float]?)
        case table(FeatureMatrix, TablePlan)
        case text(TokenStream)
    }

    enum Labels: Sendable {
        /// None are known.
        case none
        /// The class of each row.
        case classes([UInt32])
        /// The number of each row as it came, or 1 where a condition holds and 0 where not.
        case values([Float])
        /// The token that follows each one.
        case following

        var words: String {
            switch self {
            case .none: "no labels"
            case .classes: "classes"
            case .values: "values"
            case .following: "tokens that follow"
            }
        }
    }

    let inputs: Inputs
    let labels: Labels
    /// The samples' rows, or windows.
    let rows: RowSelection
    let preprocessing: FittedPreprocessing

    var count: Int { rows.count }

    /// Other samples of the same files.
    func selecting(_ rows: RowSelection) -> SampleStore {
        SampleStore(inputs: inputs, labels: labels, rows: rows, preprocessing: preprocessing)
    }

    /// The rows of these samples.
    ///
    /// Throws `.batch` for one that isn't there, or where `space` isn't `width` elements a sample.
    private func rows(
        _ samples: [Int], width: Int, space: Int, _ problem: (Int, Int) -> BatchProblem
    ) throws(DatasetError) -> [Int] {
        guard space == samples.count * width else { throw .batch(problem(samples.count * width, space)) }
        for sample in samples where !(0..<count).contains(sample) {
            throw .batch(.sample(sample, count: count))
        }
        return samples.map { rows[$0] }
    }

    /// Writes the samples' features, (samples, features).
    func gather(_ samples: [Int], features: inout MutableSpan<Float>) throws(DatasetError) {
        let rows = try rows(samples, width: preprocessing.inputCount, space: features.count) {
            .features(expected: $0, found: $1)
        }
        switch (inputs, preprocessing.input) {
        case (.images(let matrix, let byteTable), .images(let images)):
            matrix.gather(rows, images, table: byteTable, into: &features)
        case (.table(let matrix, let plan), .table):
            plan.gather(rows, of: matrix, into: &features)
        default:
            throw .batch(.kind(expected: "features of numbers", found: "tokens"))
        }
    }

    /// Writes the samples' classes, (samples).
    func gather(_ samples: [Int], classes: inout MutableSpan<UInt32>) throws(DatasetError) {
        let rows = try labelRows(samples, width: 1, space: classes.count)
        guard case .classes(let all) = labels else { throw kindError(expected: "classes") }
        for (position, row) in rows.enumerated() { classes[position] = all[row] }
    }

    /// Writes 1 at the samples' own classes and 0 at the others, (samples, classes).
    func gather(_ samples: [Int], oneHot: inout MutableSpan<Float>) throws(DatasetError) {
        let classCount = preprocessing.outputCount
        let rows = try labelRows(samples, width: classCount, space: oneHot.count)
        guard case .classes(let all) = labels else { throw kindError(expected: "classes") }
        for (position, row) in rows.enumerated() {
            for label in 0..<classCount { oneHot[position * classCount + label] = 0 }
            oneHot[position * classCount + Int(all[row])] = 1
        }
    }

    /// Writes what a model should put out for the samples, (samples, 1).
    func gather(_ samples: [Int], values: inout MutableSpan<Float>) throws(DatasetError) {
        let rows = try labelRows(samples, width: 1, space: values.count)
        guard case .values(let all) = labels else { throw kindError(expected: "values") }
        guard case .number(let number) = preprocessing.target else {
            for (position, row) in rows.enumerated() { values[position] = all[row] }
            return
        }
        for (position, row) in rows.enumerated() { values[position] = number.output(ofLabel: all[row]) }
    }

    /// Writes the samples' tokens and the ones that follow, both (samples, context).
    func gather(
        _ samples: [Int], _ draw: WindowDraw?, tokens: inout MutableSpan<UInt32>, next: inout MutableSpan<UInt32>
    ) throws(DatasetError) {
        guard case .text(let stream) = inputs else {
            throw .batch(.kind(expected: "tokens", found: "features of numbers"))
        }
        let starts = try windows(samples, draw, space: tokens.count)
        guard next.count == tokens.count else {
            throw .batch(.labels(expected: tokens.count, found: next.count))
        }
        stream.gather(starts, following: 0, into: &tokens) { UInt32($0) }
        stream.gather(starts, following: 1, into: &next) { UInt32($0) }
    }

    /// Where the windows of these samples begin, which have `space` tokens together.
    func windows(_ samples: [Int], _ draw: WindowDraw? = nil, space: Int) throws(DatasetError) -> [Int] {
        guard case .text(let stream) = inputs else { return [] }
        let windows = try rows(samples, width: stream.context, space: space) {
            .features(expected: $0, found: $1)
        }
        return windows.map { stream.start(of: $0, draw) }
    }

    private func labelRows(_ samples: [Int], width: Int, space: Int) throws(DatasetError) -> [Int] {
        try rows(samples, width: width, space: space) { .labels(expected: $0, found: $1) }
    }

    private func kindError(expected: String) -> DatasetError {
        .batch(.kind(expected: expected, found: labels.words))
    }
}
