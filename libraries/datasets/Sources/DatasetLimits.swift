/// Bounds on what files may ask for.
public struct DatasetLimits: Hashable, Sendable {
    /// The most bytes that one compressed file may expand to.
    ///
    /// A few kilobytes of gzip can stand for gigabytes of zeros and so exhaust the memory; expansion stops here.
    public var expandedFileBytes: Int
    /// The most classes that labels may imply.
    ///
    /// A single label of two thousand million would otherwise make every one-hot label and every model's last
    /// layer that long.
    public var classes: Int

    /// Bounds of 2 GiB and 65,536 classes unless told otherwise.
    public init(expandedFileBytes: Int = 2 << 30, classes: Int = 65_536) {
        self.expandedFileBytes = expandedFileBytes
        self.classes = classes
    }
}
