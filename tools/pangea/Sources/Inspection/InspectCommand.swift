public import ArgumentParser

/// Tells what a file holds.
public struct InspectCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tells what a file holds.")

    public init() {}
}
