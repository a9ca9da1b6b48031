/// One segment of a message being built: zeroed memory that is handed out from its start, or foreign memory that is full
/// from the beginning.
@safe
struct BuildSegment {
    let base: UnsafeMutableRawPointer
    let capacity: Int
    var wordCount: Int
    /// Whether the arena may write here.
    let isOurs: Bool

    init(base: UnsafeMutableRawPointer, capacity: Int, wordCount: Int, isOurs: Bool = true) {
        self.isOurs = isOurs
        unsafe self.base = base
        self.capacity = capacity
        self.wordCount = wordCount
    }
}
