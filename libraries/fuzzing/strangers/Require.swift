/// Ends the fuzzer with a message, which preconditions of an optimised build haven't.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
    guard condition else { fatalError(message()) }
}
