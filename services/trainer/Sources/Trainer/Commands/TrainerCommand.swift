public import ArgumentParser

/// The command line of the trainer.
public struct TrainerCommand: AsyncParsableCommand {
    /// For `--help`.
    public static let configuration = CommandConfiguration(
        commandName: "trainer",
        abstract: "Computes gradients for a run of Pangea, and looks at models.",
        usage: """
            trainer --orchestrator <host:port> --compute <host:port> [<options>]
            trainer describe <job> [<options>]
            trainer predict <model> <data> [<options>]
            trainer evaluate <model> <data> [<options>]
            trainer generate <model> [<options>]
            trainer export <model> [<options>]
            """,
        discussion: """
            trainer help join tells the options.

            Exit codes: 0 the run is over, or stopped on request, or what was asked of a model is done; 64 wrong usage; \
            65 job file, model or data is wrong; 69 orchestrator or compute can't be reached; 70 a fault of this program; \
            74 a file can't be written; 76 refused by the orchestrator.
            """,
        subcommands: [
            JoinCommand.self, DescribeCommand.self, PredictCommand.self, EvaluateCommand.self, GenerateCommand.self,
            ExportCommand.self,
        ], defaultSubcommand: JoinCommand.self)

    /// For ArgumentParser.
    public init() {}
}
