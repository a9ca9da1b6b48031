import Learning
import Randomness

extension FloatArena {
    /// A copy of the floats.
    var array: [Float] { (0..<count).map { span[$0] } }

    convenience init(_ values: [Float]) {
        self.init(copying: values.span)
    }
}

/// Uniform numbers in -scale ..< scale.
func randomFloats(_ count: Int, stream: UInt32 = 0, scale: Float = 1) -> [Float] {
    let field = RandomField(seed: 2024, purpose: .probe, stream: stream)
    return (0..<count).map { (2 * field.uniform(at: UInt64($0)) - 1) * scale }
}

func randomClasses(_ count: Int, below classCount: Int, stream: UInt32 = 0) -> [UInt32] {
    let field = RandomField(seed: 2024, purpose: .probe, stream: stream)
    return (0..<count).map { UInt32(field.index(below: UInt64(classCount), at: UInt64($0))) }
}

func oneHot(_ classes: [UInt32], classCount: Int) -> [Float] {
    classes.flatMap { label in (0..<classCount).map { $0 == Int(label) ? 1 : 0 } }
}

/// The greatest |got - expected| over 1 + |expected|; infinite when the counts differ or a number is not finite.
func greatestDeviation(_ got: [Float], _ expected: [Float]) -> Float {
    greatestDeviation(got, expected.map(Double.init))
}

func greatestDeviation(_ got: [Float], _ expected: [Double]) -> Float {
    guard got.count == expected.count else { return .infinity }
    return zip(got, expected).reduce(0) { worst, pair in
        let deviation = abs(Double(pair.0) - pair.1) / (1 + abs(pair.1))
        return deviation.isFinite ? max(worst, Float(deviation)) : .infinity
    }
}

/// Equality of bits, by which a NaN equals itself and -0 differs from 0.
func haveSameBits(_ left: [Float], _ right: [Float]) -> Bool {
    left.map(\.bitPattern) == right.map(\.bitPattern)
}

extension [Float] {
    /// `Span.allFinite`, in a form that `#expect` can take apart.
    var isAllFinite: Bool { span.allFinite }
}
