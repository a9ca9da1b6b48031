import Learning
import Testing

@Suite struct RectifiedLinearTests {
    @Test func `negative numbers become 0, others and NaN stay`() {
        let lanes = rectify(
            Lanes(-1, 0, 2, -.infinity, .infinity, .nan, -.leastNonzeroMagnitude, .leastNonzeroMagnitude))
        #expect(lanes[0] == 0 && lanes[1] == 0 && lanes[2] == 2 && lanes[3] == 0 && lanes[4] == .infinity)
        #expect(lanes[5].isNaN && lanes[6] == 0 && lanes[7] == .leastNonzeroMagnitude)
    }

    /// Away from the kink ReLU's derivative is that of central differences: 1 above 0 and 0 below.
    @Test(arguments: [1, 7, 8, 9, 30])
    func `the gradient passes where the output is above 0 and nowhere else`(count: Int) {
        let x = randomFloats(count, stream: 1)
        let c = randomFloats(count, stream: 2)
        let output = x.map { max($0, 0) }
        let gradient = FloatArena(c)
        gradient.withMutableSpan { rectifyBackward(output: output.span, gradient: &$0) }
        let expected = centralDifferences(at: x.map(Double.init)) { point in
            zip(point, c).reduce(0) { $0 + max($1.0, 0) * Double($1.1) }
        }
        #expect(greatestDeviation(gradient.array, expected) < 1e-7)
    }
}
