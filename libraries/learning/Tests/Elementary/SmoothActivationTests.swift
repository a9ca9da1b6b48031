import Foundation
import Learning
import Testing

/// GELU, its approximation by tanh, and SiLU, as layers, beside their formulas in Double.
@Suite struct SmoothActivationTests {
    struct Function: Sendable, CustomTestStringConvertible {
        let activation: Activation
        let exact: @Sendable (Double) -> Double
        /// In ulp of the result, where x is not below 0.
        let above: Double
        /// In ulp of x, where it is: 1 + erf(x) and 1 + tanh(x) leave few digits, here as in PyTorch.
        let below: Double

        var testDescription: String { activation.rawValue }
    }

    static let functions = [
        Function(activation: .gelu, exact: { 0.5 * $0 * erfc(-$0 / 2.0.squareRoot()) }, above: 2, below: 1),
        Function(
            activation: .geluTanh,
            exact: { $0 / (1 + exp(-2 * (2 / Double.pi).squareRoot() * ($0 + 0.044715 * $0 * $0 * $0))) }, above: 2,
            below: 1),
        Function(activation: .silu, exact: { $0 / (1 + exp(-$0)) }, above: 3, below: 1),
    ]

    /// Every 2003rd float up to where the result no longer changes.
    private static let arguments = stride(from: Float(0x1p-100).bitPattern, through: Float(20).bitPattern, by: 2003)
        .flatMap { [Float(bitPattern: $0), -Float(bitPattern: $0)] }

    @Test(arguments: functions)
    func `the result is within the bound in ulp`(function: Function) throws {
        let width = 4096
        // A model has parameters: these add 0.
        let layers = [NamedLayer(.positionalEmbedding()), NamedLayer(.activation(function.activation))]
        let model = try Model(NetworkDescription(inputShape: [1, width], layers: layers))
        let zeros = [Float](repeating: 0, count: width)
        let replica = try Replica(model: model, maximumSamples: 1)
        var (above, below) = ((error: 0.0, at: Float(0)), (error: 0.0, at: Float(0)))
        for start in stride(from: 0, to: Self.arguments.count - width, by: width) {
            let features = Array(Self.arguments[start..<start + width])
            for (x, y) in zip(features, try replica.outputs(features, zeros)) {
                let exact = function.exact(Double(x))
                if x > 0 {
                    let error = ulps(y, from: exact)
                    if error > above.error { above = (error, x) }
                } else {
                    let error = abs(Double(y) - exact) / Double(x.ulp)
                    if error > below.error { below = (error, x) }
                }
            }
        }
        #expect(above.error < function.above, "worst at \(above.at)")
        #expect(below.error < function.below, "worst at \(below.at)")
        #expect(above.error > 0.5, "an approximation that never errs by more than rounding is not what is measured")
    }
}
