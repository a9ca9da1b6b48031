private import Dispatch
private import Synchronization

/// Runs independent pieces of work on at most so many threads at a time.
///
/// How many there are changes when a piece runs, never what comes out: callers cut their work the same way for
/// any number of workers, and results come back in the order of the pieces.
struct Workers: Sendable {
    /// The number of threads, at least 1.
    let count: Int

    init(count: Int) {
        self.count = max(1, count)
    }

    /// What `body` makes of 0, 1, …, `pieces` - 1.
    ///
    /// Throws the error of the first piece that has one.
    ///
    /// Blocks the calling thread until every piece is done.
    func map<Output: Sendable, Failure: Error>(
        _ pieces: Int, _ body: @Sendable (Int) throws(Failure) -> Output
    ) throws(Failure) -> [Output] {
        let next = Atomic(0)
        let results = Mutex([Result<Output, Failure>?](repeating: nil, count: pieces))
        DispatchQueue.concurrentPerform(iterations: min(count, pieces)) { _ in
            while true {
                let piece = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard piece < pieces else { return }
                let result: Result<Output, Failure>
                do throws(Failure) {
                    result = .success(try body(piece))
                } catch {
                    result = .failure(error)
                }
                results.withLock { $0[piece] = result }
            }
        }
        var outputs: [Output] = []
        outputs.reserveCapacity(pieces)
        for case let result? in results.withLock({ $0 }) {
            outputs.append(try result.get())
        }
        return outputs
    }

    /// The pieces of 0 ..< `total` that hold `size` each, the last one what is left.
    static func pieces(of total: Int, size: Int) -> [Range<Int>] {
        stride(from: 0, to: total, by: size).map { $0..<min($0 + size, total) }
    }
}
