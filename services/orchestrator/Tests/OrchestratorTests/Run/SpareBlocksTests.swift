import Learning
import Orchestrator
import Testing

@Suite struct SpareBlocksTests {
    @Test func `a block is taken again once nobody refers to it, and only for its own size`() {
        let spares = SpareBlocks(capacity: 4)
        var held: FloatArena? = spares.take(count: 16)
        let address = held.map { ObjectIdentifier($0) }
        if let held { spares.retire(held) }
        #expect(ObjectIdentifier(spares.take(count: 16)) != address)
        held = nil
        #expect(ObjectIdentifier(spares.take(count: 32)) != address)
        #expect(ObjectIdentifier(spares.take(count: 16)) == address)
        #expect(spares.count == 0)
    }

    @Test func `what others held for a while is not kept beyond the capacity`() {
        let spares = SpareBlocks(capacity: 2)
        var checkpoint = (0..<5).map { _ in FloatArena(count: 16) }
        for block in checkpoint { spares.retire(block) }
        #expect(spares.count == 5)
        checkpoint = []
        spares.retire(FloatArena(count: 16))
        #expect(spares.count == 2)
    }
}
