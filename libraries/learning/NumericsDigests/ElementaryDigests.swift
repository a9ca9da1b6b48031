internal import Digests
internal import Learning

/// The elementary functions over floats of every size and sign, infinities, subnormals and NaN among them.
enum ElementaryDigests {
    /// Every so many bit patterns is one argument: a prime, so that all low bits occur.
    private static let step = 65_537

    static var all: [(String, Digest)] {
        [
            ("exponential", digest { exponential($0) }), ("logarithm", digest { logarithm($0) }),
            ("tanh", digest { hyperbolicTangent($0) }), ("sigmoid", digest { sigmoid($0) }),
            ("erf", digest { errorFunction($0) }), ("root", digest { $0.squareRoots }),
            ("cosine", digest(of: (0...4096).map { cosine(halfTurns: Double($0) / 4096) })),
            ("exponential of doubles", digest(of: (-4096...4096).map { exponential(Double($0) / 6) })),
            ("power", digest(of: (0..<512).map { power(0.999, UInt64($0 * $0)) })),
        ]
    }

    private static func digest(_ function: (Lanes) -> Lanes) -> Digest {
        let patterns = stride(from: 0, through: Int(UInt32.max), by: step).map { UInt32($0) }
        var results: [UInt32] = []
        for start in stride(from: 0, to: patterns.count, by: 8) {
            var lanes = Lanes.zero
            for lane in 0..<8 { lanes[lane] = Float(bitPattern: patterns[min(start + lane, patterns.count - 1)]) }
            let values = function(lanes)
            // What NaN's other bits are is nobody's business.
            for lane in 0..<8 { results.append(values[lane].isNaN ? .max : values[lane].bitPattern) }
        }
        var hash = SHA256()
        hash.update(unsafe results.span.bytes)  // Integers are bytes without padding.
        return hash.finalize()
    }

    private static func digest(of results: [Double]) -> Digest {
        var hash = SHA256()
        hash.update(unsafe results.span.bytes)  // Doubles are bytes without padding.
        return hash.finalize()
    }
}
