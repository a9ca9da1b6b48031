/// Limits of the serialization format itself.
public enum WireFormat {
    /// Most elements that a list pointer can say, and so most bytes of a data; a text has one less.
    public static let maximumListCount = 1 << 29 - 1
    /// Most words that a segment can have so that every one of them can be pointed at.
    public static let maximumSegmentWordCount = 1 << 29 - 1
    /// Most segments of a message that every implementation accepts from a stream.
    public static let maximumSegmentCount = 511
}
