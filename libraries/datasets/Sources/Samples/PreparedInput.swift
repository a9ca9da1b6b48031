/// A file of raw images, rows or text, ready to be given to a model sample by sample.
///
/// Keeps the file as a data set does: preprocessing happens when samples are gathered.
public struct PreparedInput: Sendable {
    private let store: SampleStore
    /// The preprocessing that is applied.
    public var preprocessing: FittedPreprocessing { store.preprocessing }
    /// How many samples there are, at least 1.
    public var sampleCount: Int { store.count }
    /// Rows that were left out, as they have no label where labels are needed.
    public let droppedRows: Int

    init(_ store: SampleStore, droppedRows: Int = 0) {
        self.store = store
        self.droppedRows = droppedRows
    }

    /// Whether labels are known.
    public var hasLabels: Bool {
        if case .none = store.labels { false } else { true }
    }

    /// Writes what a model takes of these samples: (samples, inputs), overwritten; tokens as whole numbers.
    ///
    /// Throws `.batch` where `features` has another size, or there is no such sample.
    public func gather(_ samples: Range<Int>, features: inout MutableSpan<Float>) throws(DatasetError) {
        try store.gather(Array(samples), inputs: &features)
    }

    /// Writes the classes of these samples: (samples), or the tokens that follow, (samples, context); overwritten.
    ///
    /// Throws `.batch` where `classes` has another size, there is no such sample, or labels are none or of another kind.
    public func gather(_ samples: Range<Int>, classes: inout MutableSpan<UInt32>) throws(DatasetError) {
        try store.gather(Array(samples), targets: &classes)
    }

    /// Writes what a model should put out for these samples, (samples, 1), overwritten: see `Dataset.gather`.
    ///
    /// Throws `.batch` likewise.
    public func gather(_ samples: Range<Int>, values: inout MutableSpan<Float>) throws(DatasetError) {
        try store.gather(Array(samples), values: &values)
    }
}

extension SampleStore {
    /// Writes features, or tokens as whole numbers: (samples, inputs).
    fileprivate func gather(_ samples: [Int], inputs: inout MutableSpan<Float>) throws(DatasetError) {
        guard case .text(let stream) = self.inputs else {
            try gather(samples, features: &inputs)
            return
        }
        let windows = try windows(samples, space: inputs.count)
        stream.gather(windows, following: 0, into: &inputs) { Float($0) }
    }

    /// Writes classes, or the tokens that follow.
    fileprivate func gather(_ samples: [Int], targets: inout MutableSpan<UInt32>) throws(DatasetError) {
        guard case .text(let stream) = inputs else {
            try gather(samples, classes: &targets)
            return
        }
        let windows = try windows(samples, space: targets.count)
        stream.gather(windows, following: 1, into: &targets) { UInt32($0) }
    }
}
