private import Glibc
private import Synchronization

/// The memory of large frames, to be filled again when nobody reads it any more.
///
/// A peer that sends the same frames step after step has them received into the same memory. Large memory comes from the
/// system and goes back to it: an allocator would hold on to it wherever threads give back what others took.
package final class FrameMemory: Sendable {
    /// Frames below this size are left to the allocator.
    package static let smallestByteCount = 128 << 10
    private static let granularity = 64 << 10

    /// A piece of memory of which the one who has it is the only user.
    @safe
    struct Block: @unchecked Sendable {
        // Unchecked: who takes a block is the only one to use it, until it is given back.
        /// On a boundary of 64 bytes.
        let base: UnsafeMutableRawPointer
        let byteCount: Int
        /// What the allocator or the system has given.
        fileprivate let allocation: UnsafeMutableRawPointer
    }

    private struct Idle {
        var blocks: [Block] = []
        var byteCount = 0
    }

    private let idle = Mutex(Idle())
    private let limitBytes: Int

    /// Keeps at most `limitBytes` for frames to come.
    package init(limitBytes: Int) {
        self.limitBytes = limitBytes
    }

    deinit {
        for block in idle.withLock({ $0.blocks }) { Self.release(block) }
    }

    /// Bytes that are kept for frames to come.
    package var idleByteCount: Int { idle.withLock { $0.byteCount } }

    /// Memory for `byteCount` bytes, on a boundary of 64 bytes at least; its content is whatever it was.
    func take(byteCount: Int) -> Block {
        guard byteCount >= Self.smallestByteCount else {
            return Self.allocate(byteCount)
        }
        let byteCount = (byteCount + Self.granularity - 1) / Self.granularity * Self.granularity
        let kept = idle.withLock { idle -> Block? in
            // The newest first: it may still be in the processor's cache.
            guard let index = idle.blocks.lastIndex(where: { $0.byteCount == byteCount }) else { return nil }
            idle.byteCount -= byteCount
            return idle.blocks.remove(at: index)
        }
        return kept ?? Self.map(byteCount)
    }

    /// Takes back what nobody uses any more, and lets the oldest go where that is more than is kept.
    func giveBack(_ block: Block) {
        guard block.byteCount >= Self.smallestByteCount else { return unsafe block.allocation.deallocate() }
        let surplus = idle.withLock { idle in
            idle.blocks.append(block)
            idle.byteCount += block.byteCount
            var surplus: [Block] = []
            while idle.byteCount > limitBytes, !idle.blocks.isEmpty {
                surplus.append(idle.blocks.removeFirst())
                idle.byteCount -= surplus.last?.byteCount ?? 0
            }
            return surplus
        }
        for block in surplus { Self.release(block) }
    }

    /// Of the allocator, which is asked for no more than its own alignment: for memory that it has to align itself, the
    /// C library takes a new piece more often than one that was given back.
    private static func allocate(_ byteCount: Int) -> Block {
        let allocation = UnsafeMutableRawPointer.allocate(byteCount: byteCount + 64, alignment: 16)
        // The boundary is less than 64 bytes behind its start.
        let base = unsafe allocation.alignedUp(toMultipleOf: 64)
        return unsafe Block(base: base, byteCount: byteCount, allocation: allocation)
    }

    private static func map(_ byteCount: Int) -> Block {
        let base = unsafe mmap(nil, byteCount, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        guard let base = unsafe base, unsafe base != MAP_FAILED else {
            preconditionFailure("FrameMemory: the system has no \(byteCount) bytes")
        }
        return unsafe Block(base: base, byteCount: byteCount, allocation: base)
    }

    private static func release(_ block: Block) {
        // It was mapped with exactly this size, and nobody else has it.
        _ = unsafe munmap(block.allocation, block.byteCount)
    }
}
