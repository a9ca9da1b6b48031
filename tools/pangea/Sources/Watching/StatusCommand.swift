public import ArgumentParser

/// Tells how a run stands.
public struct StatusCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tells how a run stands.")

    public init() {}
}
