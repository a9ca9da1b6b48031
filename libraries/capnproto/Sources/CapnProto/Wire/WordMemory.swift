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
        // The caller has checked `wordCount` against a limit, so this can't overflow.
        let byteCount = max(wordCount, 1) * 8
        guard let memory = unsafe calloc(byteCount + 64, 1) else {
            fatalError("out of memory: \(byteCount) bytes")
        }
        unsafe allocation = memory
        unsafe base = memory.alignedUp(toMultipleOf: 64)
    }

    deinit {
        // Allocated in `init`, by the same family of functions.
        unsafe free(allocation)
    }
}
