internal import ArgumentParser
internal import Certificates
internal import Curves
internal import Drafting
internal import Inspection
internal import Launching
internal import Watching

/// The one command for a person who trains: runs jobs on this machine, and looks at runs, files and data.
@main
struct PangeaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pangea",
        abstract: "Train on this machine, and look at runs, files and data.",
        groupedSubcommands: [
            CommandGroup(
                name: "Runs", subcommands: [RunCommand.self, StatusCommand.self, WatchCommand.self]),
            CommandGroup(
                name: "Files", subcommands: [PlotCommand.self, InspectCommand.self, NewCommand.self]),
            CommandGroup(name: "Nodes", subcommands: [CertsCommand.self]),
        ])
}
