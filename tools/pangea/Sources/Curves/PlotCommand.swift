public import ArgumentParser

/// Draws the curves of runs.
public struct PlotCommand: AsyncParsableCommand {
    public static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draws the curves of runs.")

    public init() {}
}
