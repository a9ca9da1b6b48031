package import ArgumentParser
internal import Foundation
internal import Hosting
internal import Terminal
internal import Watching

/// `pangea run JOB`: a whole run on this machine.
package struct RunCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Train a job on this machine.",
        discussion: """
            Starts compute, the orchestrator and the trainers on free ports of the loopback, shows how the run goes on, \
            and ends with a summary and the path of the model. The result depends on the job alone, not on the number \
            of trainers.

              pangea run examples/digits.yaml
              pangea run examples/fashion-mnist.yaml --trainers 4
              pangea run job.yaml --data-root data --run-directory run/first --json

            Ctrl-C stops the run in order; --resume with the same --run-directory goes on with it. Nothing is left \
            running, whatever ends this command.

            Exit codes: the orchestrator's (0 complete, 3 diverged, 4 target missed, 65 job or data is wrong, …); 64 wrong \
            usage; 69 a program is missing or can't be started; 74 a file can't be written; 130 after Ctrl-C, 143 after \
            SIGTERM. docs/operations.md has all of them.
            """)

    @Argument(help: "The job file, YAML.", completion: .file(extensions: ["yaml", "yml"]))
    var job: String

    @Option(name: [.long, .customShort("n")], help: "Trainers on this machine.")
    var trainers = 2

    @Option(
        help: """
            The folder below which the job's data is. (default: the first of 'data' beside the job, the job's folder and \
            /usr/share/datasets that has all of the job's files)
            """,
        completion: .directory)
    var dataRoot: String?

    @Option(
        help: "Folder for checkpoints, the model and logs. (default: run/JOB-DATE-TIME)", completion: .directory)
    var runDirectory: String?

    @Flag(help: "Go on with the run that the run directory holds; begin one where there is none.")
    var resume = false

    @Option(help: "Port of the dashboard; 0 takes any free one.")
    var dashboardPort = 0

    @OptionGroup var dashboardToken: DashboardTokenOptions

    @Option(help: "What to show on standard error: progress, logs or nothing.")
    var show = RunShow.progress

    @Option(help: "Folder of the services' programs. (default: that of this one)", completion: .directory)
    var binaries: String?

    @Flag(help: "Print the summary as one line of JSON, and nothing else on standard output.")
    var json = false

    /// For ArgumentParser.
    package init() {}

    /// Checks what ArgumentParser can't.
    package func validate() throws {
        guard (1...999).contains(trainers) else {
            throw ValidationError("--trainers: expected 1 to 999, got \(trainers)")
        }
        guard (0...65_535).contains(dashboardPort) else {
            throw ValidationError("--dashboard-port: expected 0 to 65535, got \(dashboardPort)")
        }
        guard !resume || runDirectory != nil else {
            throw ValidationError("--resume: expected --run-directory with it, which holds the run")
        }
    }

    /// Runs the job, and exits with the run's code.
    package func run() async throws {
        let end: RunEnd
        let folder: RunFolder
        do {
            let token = try dashboardToken.token()
            let programs = try ServicePrograms(in: binaries)
            let dataRoot = try existingDataRoot()
            folder = try RunFolder(at: runDirectory ?? RunFolder.fallback(forJob: job, at: .now))
            let arguments = ServiceArguments(
                job: job, trainerCount: trainers, dataRoot: dataRoot, folder: folder, dashboardPort: dashboardPort,
                dashboardTokenFile: dashboardToken.tokenFile, resumes: resume)
            var run = LocalRun(arguments, token: token, programs: programs, show: show)
            end = try await run.run()
        } catch let error as LaunchError {
            throw CommandEnd.failing(error.status, "\(error)")
        } catch let failure as ServiceFailure {
            throw CommandEnd.failing(failure.status, "\(failure)")
        }
        try finish(end, folder)
    }

    private func existingDataRoot() throws(LaunchError) -> String {
        guard let dataRoot else { return DataRoot.find(forJob: job) }
        var isFolder: ObjCBool = false
        // The function writes a Bool into `isFolder`.
        guard unsafe FileManager.default.fileExists(atPath: dataRoot, isDirectory: &isFolder), isFolder.boolValue else {
            throw .missingFolder(option: "--data-root", path: dataRoot)
        }
        return dataRoot
    }

    private func finish(_ end: RunEnd, _ folder: RunFolder) throws {
        if let summary = folder.summary {
            for line in json ? [summary] : RunReport(summary: summary, model: folder.model).lines {
                StandardOutput.line(line)
            }
        }
        switch end {
        case .complete: return
        case .interrupted:
            throw CommandEnd.exiting(
                end.code, "stopped; go on with --resume --run-directory \(folder.path)")
        case .failed(let label, _, let words):
            // Who was shown the logs has seen it.
            let log = show == .logs ? [] : ["its log ends:"] + folder.lastWords(of: label, count: 5)
            throw CommandEnd.exiting(end.code, ([words] + log).joined(separator: "\n"))
        }
    }
}
