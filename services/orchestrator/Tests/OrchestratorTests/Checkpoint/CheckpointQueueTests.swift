import Orchestrator
import Testing

@Suite struct CheckpointQueueTests {
    @Test func `one is written at a time, and the newest of those that came meanwhile is next`() {
        var queue = CheckpointQueue<Int>()
        #expect(queue.isIdle)
        #expect(queue.submit(1) == 1)
        #expect(queue.submit(2) == nil && queue.submit(3) == nil)
        #expect(queue.finish() == 3)
        #expect(!queue.isIdle)
        #expect(queue.submit(4) == nil)
        #expect(queue.finish() == 4)
        #expect(queue.finish() == nil)
        #expect(queue.isIdle)
        #expect(queue.submit(5) == 5)
    }

    @Test func `one that waits can be given up, one that is being written can't`() {
        var queue = CheckpointQueue<Int>()
        _ = queue.submit(1)
        _ = queue.submit(2)
        queue.dropWaiting()
        #expect(!queue.isIdle)
        #expect(queue.finish() == nil)
    }
}
