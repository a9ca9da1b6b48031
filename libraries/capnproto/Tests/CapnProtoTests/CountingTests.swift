import CCallCounts
import CapnProto
import Testing

/// What reading and building cost in allocations and reference counts: nothing an element, and small numbers a message.
///
/// Counted on the test's own thread; of optimised code alone, for the optimiser is what leaves the counts out.
@Suite(.enabled(if: CountedLoop.obstacle == nil, "\(CountedLoop.obstacle ?? "")"))
struct CountingTests {
    @Test(arguments: CountedLoop.all)
    func `a loop costs no allocation and no reference count an element`(_ loop: CountedLoop) throws {
        // What is made at the first use of a type is made here.
        _ = try loop.counts(1)
        let few = try loop.counts(100)
        let many = try loop.counts(200)
        #expect(few.allocations == 0 && many.allocations == 0)
        #expect(few.retains == many.retains && few.releases == many.releases)
    }

    @Test func `what an element does cost is counted`() throws {
        let message = MessageBuilder()
        let points = try message.initRoot(as: Everything.self).initStructList(count: 100)
        for index in points.indices { points[index].x = 1 }
        let list = try message.finish().reader().root(as: Everything.self).structList
        var kept: [Point.Reader] = []
        kept.reserveCapacity(list.count)
        let (_, storing) = CountedLoop.counting { for point in list { kept.append(point) } }
        #expect(storing.allocations == 0 && storing.retains >= 100)
        let (_, forgetting) = CountedLoop.counting { kept = [] }
        #expect(forgetting.releases >= 100)
        let (boxes, boxing) = CountedLoop.counting { (0..<100).map { ForeignBox(value: $0) } }
        #expect(boxes.count == 100 && boxing.allocations >= 100)
    }

    @Test func `opening a message where it lies allocates once`() throws {
        let frame = try ForeignMemory(bytes: sample().serialized())
        func open() throws -> UInt64 {
            try MessageReader(bytes: frame.bytes, owner: frame).root(as: Everything.self).uint64Field
        }
        _ = try open()
        let (value, counts) = try CountedLoop.counting(open)
        #expect(value == 7)
        #expect(counts.allocations == 1)
    }

    @Test func `opening a copy of a message allocates twice`() throws {
        let bytes = try sample().serialized()
        _ = try MessageReader(copying: bytes)
        let (message, counts) = try CountedLoop.counting { try MessageReader(copying: bytes) }
        #expect(try message.root(as: Everything.self).uint64Field == 7)
        #expect(counts.allocations == 2)
    }

    @Test func `building a message allocates twice`() throws {
        _ = try sample()
        let (message, counts) = try CountedLoop.counting(sample)
        #expect(message.segmentCount == 1)
        #expect(counts.allocations == 2)
    }

    @Test func `building a message in memory that was used before allocates nothing`() throws {
        var message = MessageBuilder()
        try fill(message.initRoot(as: Everything.self))
        let (_, counts) = try CountedLoop.counting {
            message.reset()
            try fill(message.initRoot(as: Everything.self))
        }
        #expect(counts.allocations == 0)
    }

    @Test func `flattening, serializing and packing a message allocate once each`() throws {
        let message = try sample()
        _ = (message.flattened().byteCount, message.serialized(), message.packed())
        #expect(CountedLoop.counting { message.flattened().byteCount }.1.allocations == 1)
        #expect(CountedLoop.counting { message.serialized() }.1.allocations == 1)
        #expect(CountedLoop.counting { message.packed() }.1.allocations == 1)
    }

    private func fill(_ everything: Everything.Builder) throws {
        everything.uint64Field = 7
        try everything.setTextField("a text that is too long for a small string")
        let points = try everything.initStructList(count: 3)
        for index in points.indices { points[index].x = 1 }
    }

    private func sample() throws -> OutgoingMessage {
        let message = MessageBuilder()
        try fill(message.initRoot(as: Everything.self))
        return message.finish()
    }
}

/// An object, which takes an allocation.
private final class ForeignBox {
    let value: Int

    init(value: Int) {
        self.value = value
    }
}
