internal import Datasets
package import WireProtocol

/// Fetches the micro-batches of leases ahead of the work loop, a window of them at a time, in the order of the leases.
package actor BatchPrefetcher {
    /// Gets one micro-batch from compute.
    package typealias Fetch = @Sendable (MicroBatchRequest) async throws -> MicroBatch

    private let window: Int
    private let fetch: Fetch
    private var waiting: [MicroBatchRequest] = []
    private var fetching: [MicroBatchRequest: Task<MicroBatch, any Error>] = [:]
    /// What somebody waits for.
    private var awaited: Set<MicroBatchRequest> = []
    private var isClosed = false

    /// Creates a prefetcher that has at most `window` micro-batches under way or waiting to be taken.
    package init(window: Int, fetch: @escaping Fetch) {
        self.window = window
        self.fetch = fetch
    }

    /// Notes micro-batches that will be taken.
    package func prefetch(_ requests: [MicroBatchRequest]) {
        guard !isClosed else { return }
        waiting += requests
        fillWindow()
    }

    /// The micro-batch, which need not have been announced.
    ///
    /// Throws what fetching it threw, a `CancellationError` when the prefetcher is closed.
    package func take(_ request: MicroBatchRequest) async throws -> MicroBatch {
        guard !isClosed else { throw CancellationError() }
        if fetching[request] == nil {
            waiting.removeAll { $0 == request }
            start(request)
        }
        awaited.insert(request)
        defer {
            awaited.remove(request)
            fetching[request] = nil
            fillWindow()
        }
        guard let task = fetching[request] else { throw CancellationError() }
        return try await withTaskCancellationHandler {
            try await task.value
        } onCancel: {
            task.cancel()
        }
    }

    /// Forgets micro-batches that were announced, but for one that somebody waits for already.
    package func drop(_ requests: [MicroBatchRequest]) {
        let dropped = Set(requests).subtracting(awaited)
        waiting.removeAll(where: dropped.contains)
        for request in dropped { fetching.removeValue(forKey: request)?.cancel() }
        fillWindow()
    }

    /// Forgets what was announced for steps before `step`.
    package func dropSteps(before step: UInt64) {
        waiting.removeAll { $0.split == .training && $0.step < step }
        for (request, task) in fetching where request.split == .training && request.step < step {
            task.cancel()
            fetching[request] = nil
        }
        fillWindow()
    }

    /// Ends all fetching and waits until it has ended; who waits to take a micro-batch gets none.
    package func close() async {
        isClosed = true
        waiting.removeAll()
        let tasks = fetching.values
        fetching.removeAll()
        for task in tasks {
            task.cancel()
            _ = await task.result
        }
    }

    private func fillWindow() {
        while fetching.count < window, !waiting.isEmpty {
            start(waiting.removeFirst())
        }
    }

    private func start(_ request: MicroBatchRequest) {
        fetching[request] = Task { [fetch] in try await fetch(request) }
    }
}
