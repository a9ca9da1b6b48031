import Learning
import Testing

@Suite struct FloatArenaTests {
    @Test(arguments: [0, 1, 15, 16, 17, 1000])
    func `an arena starts on a 64-byte boundary, full of zeros to the next one`(count: Int) {
        let arena = FloatArena(count: count)
        #expect(UInt(bitPattern: arena.baseAddress) % 64 == 0)
        #expect(arena.array == [Float](repeating: 0, count: count))
        for index in 0..<((count + 15) / 16 * 16) { #expect(arena.baseAddress[index] == 0) }
    }

    @Test func `what is written is read, at the same address`() {
        let arena = FloatArena(count: 5)
        arena.withMutableSpan { $0[3] = 7 }
        arena.copy(([1, 2] as [Float]).span, at: 1)
        #expect(arena.array == [0, 1, 2, 7, 0])
        #expect(arena.baseAddress[3] == 7)
    }

    @Test func `a copy that does not fit traps`() async {
        await #expect(processExitsWith: .failure) {
            FloatArena(count: 5).copy(([1, 2] as [Float]).span, at: 4)
        }
    }

    @Test func `a second writer inside the first traps`() async {
        await #expect(processExitsWith: .failure) {
            let arena = FloatArena(count: 1)
            arena.withMutableSpan { _ in arena.withMutableSpan { $0[0] = 1 } }
        }
    }
}
