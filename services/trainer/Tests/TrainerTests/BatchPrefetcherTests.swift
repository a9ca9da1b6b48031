import Synchronization
import Testing
import Trainer
import WireProtocol

@Suite struct BatchPrefetcherTests {
    /// What was asked for, and how many requests were under way at once.
    final class Requests: Sendable {
        private let state = Mutex<(all: [Int], now: Int, most: Int)>(([], 0, 0))
        var all: [Int] { state.withLock { $0.all } }
        var most: Int { state.withLock { $0.most } }

        func begin(_ index: Int) {
            state.withLock { state in
                state.all.append(index)
                state.now += 1
                state.most = max(state.most, state.now)
            }
        }

        func end() { state.withLock { $0.now -= 1 } }
    }

    private static func request(_ index: Int, step: UInt64 = 0) -> MicroBatchRequest {
        MicroBatchRequest(
            dataset: Stage.run.dataset.digest, split: .training, seed: 1, batch: 8, microBatch: 2, step: step,
            index: index)
    }

    @Test func `micro-batches are fetched once, a window of them ahead`() async throws {
        let requests = Requests()
        let prefetcher = BatchPrefetcher(window: 3) { request in
            requests.begin(request.index)
            defer { requests.end() }
            await Task.yield()
            return Stage.batch(request)
        }
        await prefetcher.prefetch((0..<20).map { Self.request($0 % 4, step: UInt64($0 / 4)) })
        for number in 0..<20 {
            let batch = try await prefetcher.take(Self.request(number % 4, step: UInt64(number / 4)))
            #expect(batch.step == UInt64(number / 4) && batch.index == number % 4)
        }
        #expect(requests.all.count == 20)
        #expect(requests.most <= 4)
        await prefetcher.close()
    }

    @Test func `one that was not announced is fetched all the same`() async throws {
        let prefetcher = BatchPrefetcher(window: 2) { Stage.batch($0) }
        #expect(try await prefetcher.take(Self.request(1)).index == 1)
        await prefetcher.close()
    }

    @Test func `what fetching throws, taking throws`() async throws {
        let prefetcher = BatchPrefetcher(window: 2) { _ in throw ProtocolFailure(.internal, "the disk is gone") }
        await prefetcher.prefetch([Self.request(0)])
        await #expect(throws: ProtocolFailure.self) { try await prefetcher.take(Self.request(0)) }
        await prefetcher.close()
    }

    @Test func `steps gone by are not fetched any more`() async throws {
        let requests = Requests()
        let prefetcher = BatchPrefetcher(window: 1) { request in
            requests.begin(Int(request.step))
            return Stage.batch(request)
        }
        await prefetcher.prefetch((0..<5).map { Self.request(0, step: $0) })
        await prefetcher.dropSteps(before: 4)
        #expect(try await prefetcher.take(Self.request(0, step: 4)).step == 4)
        await prefetcher.close()
        #expect(!requests.all.contains(2))
    }
}
