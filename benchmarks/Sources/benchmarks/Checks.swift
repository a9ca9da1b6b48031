/// Keeps the optimiser from leaving out the work whose result this is.
enum Sink {
    @inline(never)
    @_optimize(none)
    static func keep(_ value: some BinaryInteger) {}
}

/// Throws unless both are the same: what was measured did its work.
func require<Value: Equatable>(_ value: Value, _ expected: Value) throws(Benchmark.WrongValue) {
    if value != expected { throw Benchmark.WrongValue("\(value) instead of \(expected)") }
}

extension Benchmark {
    /// What came back isn't what was built.
    struct WrongValue: Error, CustomStringConvertible {
        let description: String

        init(_ description: String = "other values came back than were built") { self.description = description }
    }
}
