import Learning
import Testing

@Suite struct AllFiniteTests {
    @Test(arguments: [0, 1, 7, 8, 15, 16, 17, 40])
    func `one value that is not finite is found wherever it stands`(count: Int) {
        let finite = randomFloats(count, scale: .greatestFiniteMagnitude / 4)
        #expect(finite.isAllFinite)
        for index in 0..<count {
            for wrong in [Float.infinity, -.infinity, .nan] {
                var values = finite
                values[index] = wrong
                #expect(!values.isAllFinite)
            }
        }
    }

    @Test func `subnormals and the greatest floats are finite`() {
        let values = [Float](repeating: .greatestFiniteMagnitude, count: 30) + [.leastNonzeroMagnitude, -0.0]
        #expect(values.isAllFinite)
    }
}
