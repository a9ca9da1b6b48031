public import ArgumentParser

/// Writes a job for a data file.
public struct NewCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Writes a job for a data file.")

    public init() {}
}
