import Dashboard
import Testing

@Suite struct EventRingTests {
    private static func event(_ name: LiveEvent.Name = .steps, _ data: String = "[]") -> LiveEvent {
        LiveEvent(name, data: data)
    }

    private static func numbers(_ catchUp: EventRing.CatchUp) -> [UInt64]? {
        guard case .events(let entries) = catchUp else { return nil }
        return entries.map(\.number)
    }

    @Test func `a client gets what is behind what it has seen`() {
        var ring = EventRing()
        for _ in 0..<5 { ring.append(Self.event()) }
        #expect(Self.numbers(ring.behind(0)) == [1, 2, 3, 4, 5])
        #expect(Self.numbers(ring.behind(3)) == [4, 5])
        #expect(Self.numbers(ring.behind(5)) == [])
    }

    @Test func `a number that was never given is answered by a reset`() {
        var ring = EventRing()
        ring.append(Self.event())
        #expect(ring.behind(2) == .reset(to: 1))
    }

    @Test func `who has missed what is held no longer has to begin anew`() {
        var ring = EventRing(capacity: 3)
        for _ in 0..<5 { ring.append(Self.event()) }
        #expect(ring.behind(1) == .reset(to: 5))
        #expect(Self.numbers(ring.behind(2)) == [3, 4, 5])
    }

    @Test func `bytes are bounded as well`() {
        var ring = EventRing(byteCapacity: 100)
        for _ in 0..<5 { ring.append(Self.event(.notes, String(repeating: "x", count: 40))) }
        #expect(Self.numbers(ring.behind(3)) == [4, 5])
        #expect(ring.behind(2) == .reset(to: 5))
    }

    @Test func `of a state only the newest is sent, and nobody who missed an older one has to begin anew`() {
        var ring = EventRing(capacity: 3)
        ring.append(Self.event(.steps))
        for count in 0..<100 { ring.append(Self.event(.run, "\(count)")) }
        guard case .events(let entries) = ring.behind(0) else {
            Issue.record("expected events, got a reset")
            return
        }
        #expect(entries.map(\.number) == [1, 101])
        #expect(entries.last?.event.data == "99")
    }

    @Test func `an event is written as browsers read it`() {
        let text = LiveEvent(.notes, data: "[{\"a\":1}]").text(id: EventID(process: "k3", number: 7))
        #expect(text == "id: k3.7\nevent: notes\ndata: [{\"a\":1}]\n\n")
    }

    @Test(arguments: ["", ".", "k3", "k3.", ".7", "k3.x", "k3.-1", "k3.7.8", "k3.99999999999999999999"])
    func `an id that was never given is none`(text: String) {
        #expect(EventID(text) == nil)
    }

    @Test func `an id is read as it was written`() {
        let id = EventID(process: "k3", number: .max)
        #expect(EventID(id.description) == id)
    }
}
