import NIOCore
import Testing
import Transport

@Suite struct OutflowTests {
    private static func time(_ seconds: Int64) -> NIODeadline { .uptimeNanoseconds(0) + .seconds(seconds) }

    @Test func `a peer that takes nothing has stalled since it took something`() {
        var outflow = Outflow()
        #expect(outflow.look(framesOut: 3, queued: 0, at: Self.time(1)) == .zero)
        #expect(outflow.look(framesOut: 3, queued: 100, at: Self.time(2)) == .seconds(1))
        #expect(outflow.look(framesOut: 3, queued: 500, at: Self.time(6)) == .seconds(5))
        #expect(outflow.look(framesOut: 4, queued: 500, at: Self.time(7)) == .zero)
        #expect(outflow.look(framesOut: 4, queued: 500, at: Self.time(9)) == .seconds(2))
    }

    @Test func `part of a large frame taken is something taken, and nothing queued no stall`() {
        var outflow = Outflow()
        #expect(outflow.look(framesOut: 0, queued: 1000, at: Self.time(1)) == .zero)
        #expect(outflow.look(framesOut: 0, queued: 999, at: Self.time(50)) == .zero)
        #expect(outflow.look(framesOut: 0, queued: 0, at: Self.time(90)) == .zero)
        #expect(outflow.look(framesOut: 0, queued: 0, at: Self.time(200)) == .zero)
    }

    @Test func `signs of life are counted by the second`() {
        var signs = SignCount()
        for index in 1...5 {
            signs.add(at: Self.time(10) + .milliseconds(199 * Int64(index)))
            #expect(signs.count == index)
        }
        signs.add(at: Self.time(11) + .milliseconds(200))
        #expect(signs.count == 1)
    }
}
