#if canImport(Glibc)
private import Glibc
#elseif canImport(Musl)
private import Musl
#elseif canImport(Darwin)
private import Darwin
#endif

/// Zeroed memory of whole words that starts on a multiple of 64 bytes and lives as long as this object.
///
/// Large memory comes from the system as fresh pages, which are zero without being written.
@safe
final class WordMemory: @unchecked Sendable {
    // Sendable: the address never changes; who may write is up to the arena that owns the memory.
    let base: UnsafeMutableRawPointer
    private let allocation: UnsafeMutableRawPointer

    init(wordCount: Int) {
        unsafe (allocation, base) = WordMemory.allocate(wordCount: wordCount)
    }

    deinit {
        unsafe WordMemory.deallocate(allocation)
    }

    /// Zeroed memory that the caller gives back with `deallocate`, and where the words in it start.
    static func allocate(
        wordCount: Int
    ) -> (allocation: UnsafeMutableRawPointer, base: UnsafeMutableRawPointer) {
        // The caller has checked `wordCount` against a limit, so this can't overflow.
        let byteCount = max(wordCount, 1) * 8
        guard let memory = unsafe calloc(byteCount + 64, 1) else {
            fatalError("out of memory: \(byteCount) bytes")
        }
        return unsafe (memory, memory.alignedUp(toMultipleOf: 64))
    }

    /// Takes back what `allocate` has given.
    static func deallocate(_ allocation: UnsafeMutableRawPointer) {
        // By the same family of functions.
        unsafe free(allocation)
    }
}
