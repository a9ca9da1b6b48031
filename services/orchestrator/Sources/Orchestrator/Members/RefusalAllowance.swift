/// How many of a member's messages may be refused: some at once, and so many a second.
///
/// Now and then a push comes too late, through nobody's fault. Who sends nothing else would keep the run busy: it is read
/// no faster than this.
package struct RefusalAllowance: Sendable {
    /// Refusals a second that cost no time.
    package static let perSecond = 1000
    /// As many may come at once.
    private static let burst = Double(perSecond)

    private var left = burst
    private var last: Duration?

    package init() {}

    /// One more is refused; returns for how long the member is not to be read, zero within the allowance.
    package mutating func take(at now: Duration) -> Duration {
        let seconds = last.map { (now - $0) / .seconds(1) } ?? 0
        last = now
        left = min(Self.burst, left + seconds * Double(Self.perSecond)) - 1
        return left >= 0 ? .zero : .seconds(-left / Double(Self.perSecond))
    }
}
