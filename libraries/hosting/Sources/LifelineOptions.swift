public import ArgumentParser

/// Whether a service lives no longer than whoever started it.
public struct LifelineOptions: ParsableArguments, Sendable {
    /// Whether standard input is a lifeline.
    @Flag(
        name: .customLong("lifeline"),
        help: "End as on SIGTERM once standard input ends: whoever holds the other end of that pipe is gone.")
    public var isHeld = false

    /// For ArgumentParser.
    public init() {}
}
