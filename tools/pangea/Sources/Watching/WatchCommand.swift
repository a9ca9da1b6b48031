public import ArgumentParser

/// Follows a run in the terminal.
public struct WatchCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follows a run in the terminal.")

    public init() {}
}
