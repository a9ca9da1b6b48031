import Learning
import Testing

@Suite struct MatrixProductTests {
    struct Sizes: Sendable {
        let m: Int
        let n: Int
        let k: Int
    }

    static let sizes = [
        Sizes(m: 1, n: 1, k: 1), Sizes(m: 3, n: 5, k: 7), Sizes(m: 16, n: 8, k: 4), Sizes(m: 33, n: 17, k: 129),
        Sizes(m: 1, n: 65, k: 400), Sizes(m: 70, n: 1, k: 31),
    ]

    /// Sums of k products of numbers below 1 err by at most k * 2^-24 * k.
    @Test(arguments: sizes, [(false, false), (true, false), (false, true), (true, true)])
    func `a product agrees with plain loops`(sizes: Sizes, transposed: (Bool, Bool)) {
        let left = randomFloats(sizes.m * sizes.k, stream: 1)
        let right = randomFloats(sizes.k * sizes.n, stream: 2)
        let got = product(left, right, sizes, transposed)
        var expected: [Double] = []
        for row in 0..<sizes.m {
            for column in 0..<sizes.n {
                expected.append(
                    (0..<sizes.k).reduce(0) { sum, inner in
                        let l = transposed.0 ? left[inner * sizes.m + row] : left[row * sizes.k + inner]
                        let r = transposed.1 ? right[column * sizes.k + inner] : right[inner * sizes.n + column]
                        return sum + Double(l) * Double(r)
                    })
            }
        }
        #expect(greatestDeviation(got, expected) < 1e-5)
    }

    @Test func `what was in the result does not matter`() {
        let got = product([1, 2], [3, 4], Sizes(m: 1, n: 1, k: 2), (false, false))
        #expect(got == [11])
    }

    @Test func `inner sizes that differ trap`() async {
        await #expect(processExitsWith: .failure) {
            let values = [Float](repeating: 1, count: 6)
            FloatArena(count: 9).withMutableSpan { result in
                MatrixProduct.write(
                    Operand(values.span, rows: 3, columns: 2), times: Operand(values.span, rows: 3, columns: 2),
                    to: &result)
            }
        }
    }

    @Test func `a result of another size traps`() async {
        await #expect(processExitsWith: .failure) {
            let values = [Float](repeating: 1, count: 6)
            FloatArena(count: 10).withMutableSpan { result in
                MatrixProduct.write(
                    Operand(values.span, rows: 3, columns: 2), times: Operand(values.span, rows: 2, columns: 3),
                    to: &result)
            }
        }
    }

    @Test func `an operand that is not rows times columns traps`() async {
        await #expect(processExitsWith: .failure) {
            let values = [Float](repeating: 1, count: 5)
            _ = Operand(values.span, rows: 3, columns: 2).rows
        }
    }

    private func product(_ left: [Float], _ right: [Float], _ sizes: Sizes, _ transposed: (Bool, Bool)) -> [Float] {
        let arena = FloatArena([Float](repeating: .nan, count: sizes.m * sizes.n))
        let (leftSpan, rightSpan) = (left.span, right.span)
        let l =
            transposed.0
            ? Operand(transposing: leftSpan, rows: sizes.k, columns: sizes.m)
            : Operand(leftSpan, rows: sizes.m, columns: sizes.k)
        let r =
            transposed.1
            ? Operand(transposing: rightSpan, rows: sizes.n, columns: sizes.k)
            : Operand(rightSpan, rows: sizes.k, columns: sizes.n)
        arena.withMutableSpan { MatrixProduct.write(l, times: r, to: &$0) }
        return arena.array
    }
}
