/// One failure that is placed: where, in which step, and what happens.
public struct Fault: Hashable, Sendable {
    /// Where.
    public let point: FaultPoint
    /// The step, nil for the first time that the point is reached, whatever the step.
    public let step: UInt64?
    /// What happens.
    public let action: FaultAction

    /// Places a failure.
    public init(_ point: FaultPoint, step: UInt64? = nil, action: FaultAction) {
        self.point = point
        self.step = step
        self.action = action
    }

    /// Whether it strikes at a point in a step.
    public func isDue(at point: FaultPoint, step: UInt64) -> Bool {
        self.point == point && (self.step ?? step) == step
    }
}

extension Fault: CustomStringConvertible {
    /// As a plan's text has it.
    public var description: String {
        var words = [point.rawValue]
        if let step { words.append("step=\(step)") }
        words.append("action=\(action.kind.rawValue)")
        if case .pause(let duration) = action { words.append("ms=\(Int(duration / .milliseconds(1)))") }
        return words.joined(separator: " ")
    }
}
