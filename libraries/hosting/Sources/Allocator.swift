private import CAllocator
private import Foundation

/// The C library's allocator, which all of a process shares.
public enum Allocator {
    /// Has it make at most `count` arenas, one a core where nobody says, of the eight a core that it would.
    ///
    /// Tasks go from thread to thread, and an arena keeps what others free into it: services whose peers come and go would
    /// grow for an hour, until each arena has seen the worst of it. To be called before there is a second thread, which would
    /// have an arena of its own by then.
    public static func limitArenas(to count: Int? = nil) {
        // Where it has no such thing, it does as it pleases.
        _ = mallopt(M_ARENA_MAX, Int32(clamping: max(1, count ?? ProcessInfo.processInfo.activeProcessorCount)))
    }
}
