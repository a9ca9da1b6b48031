#if canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#elseif canImport(Darwin)
private import Darwin
#endif

/// Memory of whole words that lives as long as this object.
///
/// Large zeroed memory comes from the system as fresh pages, which are zero without being written.
@safe
final class WordMemory: @unchecked Sendable {
    // Sendable: the address never changes; who may write is up to the arena that owns the memory.
    let base: UnsafeMutableRawPointer

    /// From so many words on the system's fresh pages are cheaper than zeroing what is used.
    static let firstZeroedWordCount = 16 << 10

    /// Takes memory over that `allocate` has given.
    init(taking allocation: UnsafeMutableRawPointer) {
        unsafe base = allocation
    }

    /// Zeroed memory.
    convenience init(wordCount: Int) {
        unsafe self.init(taking: WordMemory.allocate(byteCount: max(wordCount, 1) * 8, isZeroed: true))
    }

    deinit {
        unsafe WordMemory.deallocate(base)
    }

    /// Memory on a multiple of 16 that the caller gives back with `deallocate`.
    ///
    /// The caller has checked `byteCount` against a limit.
    static func allocate(byteCount: Int, isZeroed: Bool) -> UnsafeMutableRawPointer {
        guard let memory = unsafe isZeroed ? calloc(byteCount, 1) : malloc(byteCount) else {
            fatalError("out of memory: \(byteCount) bytes")
        }
        return unsafe memory
    }

    /// Takes back what `allocate` has given.
    static func deallocate(_ allocation: UnsafeMutableRawPointer) {
        // By the same family of functions.
        unsafe free(allocation)
    }
}
