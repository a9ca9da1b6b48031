internal import ArgumentParser

/// The one command for a person who trains: runs jobs on this machine, and looks at runs, files and data.
@main
struct PangeaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pangea",
        abstract: "Train on this machine, and look at runs, files and data.")
}
