public import ArgumentParser

/// The command line of the orchestrator.
public struct OrchestratorCommand: AsyncParsableCommand {
    /// For `--help`.
    public static let configuration = CommandConfiguration(
        commandName: "orchestrator",
        abstract: "Owns a run of Pangea: leases work to trainers, reduces, optimises, checkpoints.",
        usage: """
            orchestrator <job> --compute <host:port> --run-directory <folder> [<options>]
            orchestrator validate <job>
            """,
        discussion: """
            orchestrator help run tells the options.

            Exit codes: 0 the run is complete, or the job valid; 3 it diverged; 4 the model misses the job's target; \
            64 wrong usage; 65 job file, data or checkpoint is wrong; 69 compute can't be reached, or the port can't \
            be had; 70 a fault of this program; 74 a file can't be written; 75 stopped before the end.
            """,
        subcommands: [RunCommand.self, ValidateCommand.self], defaultSubcommand: RunCommand.self)

    /// For ArgumentParser.
    public init() {}
}
