/// A curve over steps with a bounded number of points, evenly spaced whatever the number of steps.
///
/// Each point is the mean over a window of a power of two steps; where there would be too many, the windows double.
package struct BoundedCurve: Hashable, Sendable {
    private struct Point: Hashable {
        var window: UInt64
        var sum: Double
        var count: Double
    }

    private let mostPoints: Int
    private var width: UInt64 = 1
    private var points: [Point] = []

    /// A curve without points.
    package init(mostPoints: Int) {
        self.mostPoints = max(1, mostPoints)
    }

    /// The means, in the order of the steps.
    package var means: [Double] { points.map { $0.sum / $0.count } }

    /// Adds a value at a step, which isn't before those that were added.
    package mutating func add(_ value: Double, at step: UInt64) {
        guard value.isFinite else { return }
        append(Point(window: step / width, sum: value, count: 1), to: &points)
        while points.count > mostPoints { widen() }
    }

    private mutating func widen() {
        width *= 2
        var wider: [Point] = []
        for var point in points {
            point.window /= 2
            append(point, to: &wider)
        }
        points = wider
    }

    private func append(_ point: Point, to points: inout [Point]) {
        guard let last = points.last, last.window >= point.window else { return points.append(point) }
        points[points.count - 1].sum += point.sum
        points[points.count - 1].count += point.count
    }
}
