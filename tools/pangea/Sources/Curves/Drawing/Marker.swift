/// The sign of a point that was evaluated; no two of the runs in a picture have the same.
package enum Marker: Int, CaseIterable {
    case diamond, circle, square, triangle, hollowDiamond, hollowCircle, hollowSquare, hollowTriangle

    /// Whether it shows what is behind it.
    package var isHollow: Bool { rawValue >= Marker.hollowDiamond.rawValue }

    /// Its outline around a place, as the data of a path.
    package func path(_ x: Double, _ y: Double) -> String {
        let start = { (right: Double, down: Double) in
            "M\(Numeral.place(x + right)) \(Numeral.place(y + down))"
        }
        switch self {
        case .diamond, .hollowDiamond: return "\(start(0, -5))l5 5-5 5-5-5z"
        case .circle, .hollowCircle: return "\(start(-4, 0))a4 4 0 1 0 8 0a4 4 0 1 0-8 0z"
        case .square, .hollowSquare: return "\(start(-3.5, -3.5))h7v7h-7z"
        case .triangle, .hollowTriangle: return "\(start(0, -5))l5 8.5h-10z"
        }
    }
}
