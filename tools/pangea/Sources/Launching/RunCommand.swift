public import ArgumentParser

/// Trains a job on this machine.
public struct RunCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Trains a job on this machine.")

    public init() {}
}
