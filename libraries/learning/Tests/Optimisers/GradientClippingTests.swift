import Learning
import Testing

/// Expected numbers are numpy's, in float64, over the same floats.
///
///     def numbers(count, x=42):
///         out = []
///         for _ in range(count):
///             x = (1103515245 * x + 12345) % 2**31
///             out.append(np.float32(x / 2**30 - 1))
///         return np.array(out, dtype=np.float32).astype(np.float64)
///     np.sum(numbers(count) ** 2)
///     norm = np.sqrt(np.sum(numbers(10000) ** 2)); min(1.0, maximum / (norm + 1e-6))
@Suite struct GradientClippingTests {
    private static func numbers(_ count: Int, scale: Float = 1) -> [Float] {
        var x: UInt64 = 42
        return (0..<count).map { _ in
            x = (1_103_515_245 * x + 12_345) % (1 << 31)
            return Float(Double(x) / Double(1 << 30) - 1) * scale
        }
    }

    private static func squaredNorm(_ values: [Float]) -> Double { values.span.squaredNorm }

    @Test(
        arguments: [
            (0, 0), (1, 0.027098158825965335), (7, 1.2623612067368526), (9, 1.694095210750299),
            (4096, 1358.4761567595754),
            (4097, 1358.5142800686676), (10_000, 3348.817383664328),
        ] as [(Int, Double)])
    func `the squared norm is numpy's`(count: Int, expected: Double) {
        let norm = Self.squaredNorm(Self.numbers(count))
        #expect(abs(norm - expected) <= 1e-12 * expected)
    }

    /// Eight strided partial sums a chunk of 4,096, one element at a time.
    @Test(arguments: [1, 8, 13, 4095, 4096, 4104, 9001]) func `its order is the documented one`(count: Int) {
        let values = Self.numbers(count)
        var sum = 0.0
        for start in stride(from: 0, to: count, by: 4096) {
            var lanes = [Double](repeating: 0, count: 8)
            for index in start..<min(start + 4096, count) {
                lanes[(index - start) % 8] += Double(values[index]) * Double(values[index])
            }
            sum += ((lanes[0] + lanes[4]) + (lanes[2] + lanes[6])) + ((lanes[1] + lanes[5]) + (lanes[3] + lanes[7]))
        }
        #expect(Self.squaredNorm(values).bitPattern == sum.bitPattern)
    }

    @Test(arguments: [Float.infinity, -.infinity, .nan])
    func `an element that is not finite makes it so, and the greatest floats don't`(bad: Float) {
        let greatest = [Float](repeating: .greatestFiniteMagnitude, count: 5000)
        #expect(Self.squaredNorm(greatest).isFinite)
        for index in [0, 7, 4095, 4999] {
            var values = greatest
            values[index] = bad
            #expect(!Self.squaredNorm(values).isFinite)
        }
    }

    @Test(arguments: [
        (0.5, 0.008640209323644373), (1, 0.017280418647288746), (57, 0.9849838628954586), (58, 1), (1000, 1),
    ])
    func `the factor is PyTorch's formula on the mean gradient, whatever the buckets`(maximum: Double, expected: Double)
    {
        let sums = Self.numbers(10_000, scale: 64)
        let clipping = GradientClipping(maximumNorm: maximum)
        for cuts in [[10_000], [4096, 5904], [16, 16, 9968]] {
            var start = 0
            let norms = cuts.map { count in
                defer { start += count }
                return Self.squaredNorm(Array(sums[start..<start + count]))
            }
            let scale = clipping.scale(squaredNorms: norms, sampleCount: 64)
            #expect(abs(Double(scale) - expected) <= 1e-7 * expected)
        }
        #expect((expected == 1) == (clipping.scale(squaredNorms: [Self.squaredNorm(sums)], sampleCount: 64) == 1))
    }

    @Test(arguments: [(1, 1), (1e-9, 0.001)]) func `a gradient of zeros has a factor too`(maximum: Double, scale: Float)
    {
        #expect(GradientClipping(maximumNorm: maximum).scale(squaredNorms: [0, 0], sampleCount: 3) == scale)
    }
}
