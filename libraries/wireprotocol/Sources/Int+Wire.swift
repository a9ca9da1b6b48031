internal import enum Schemas.FailureCode

extension Int {
    /// A number that has to fit, for clamped it would be another one.
    ///
    /// Throws a `ProtocolFailure` for one beyond `Int.max`.
    init(wire value: UInt64, named name: String) throws(ProtocolFailure) {
        guard let number = Int(exactly: value) else {
            throw ProtocolFailure(.outOfRange, "\(name): expected at most \(Int.max), got \(value)")
        }
        self = number
    }
}
