/// One segment of a message being built: memory that is handed out from its start, or foreign memory that is full from
/// the beginning.
@safe
struct BuildSegment {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    /// Words that were handed out.
    var wordCount: Int
    /// Words from the start on that were handed out or are zero.
    var cleanWordCount: Int
    /// Whether the arena may write here.
    let isOurs: Bool

    init(base: UnsafeMutableRawPointer, capacity: Int, wordCount: Int, cleanWordCount: Int, isOurs: Bool = true) {
        self.isOurs = isOurs
        unsafe self.base = base
        self.capacity = capacity
        self.wordCount = wordCount
        self.cleanWordCount = cleanWordCount
    }
}
