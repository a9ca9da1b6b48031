internal import ArgumentParser
internal import Datasets
internal import Foundation
internal import Hosting
internal import JobFile
internal import Learning
internal import LeaseEngine
internal import Logging
internal import Transport
internal import WireProtocol

internal import enum Schemas.Role

/// `orchestrator validate JOB`: looks at a job without running it.
struct ValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate",
        abstract: "Check a job file without running it.",
        discussion: """
            Reads the job file and says what is wrong with it: the key, the line, what was expected and what was \
            found. Where the data can be read here, the job is held against it too: a layer that doesn't fit is named, \
            with the shape that it got and the one that it needs. With --compute, compute opens the data.

              orchestrator validate examples/digits.yaml
            """)

    @Argument(help: "The job file, YAML.")
    var job: String

    @Option(
        help: """
            The folder below which the job's data is, read here. (default: the first of 'data' beside the job, the job's \
            folder and \(Job.systemDataRoot) that has all of the job's files)
            """)
    var dataRoot: String?

    @Option(
        name: .customLong("compute"),
        help: "Where compute listens, host:port, or several by commas: it opens the data instead.")
    var computeAddresses: String?

    @Option(help: "Seconds for which compute may be out of reach.")
    var patience = 60

    @OptionGroup var join: JoinOptions
    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard dataRoot == nil || computeAddresses == nil else {
            throw ValidationError("--data-root: expected without --compute, which has a data root of its own")
        }
        do {
            _ = try computeAddresses.map { try Address.list(parsing: $0) }
        } catch {
            throw ValidationError("\(error)")
        }
    }

    func run() async throws {
        let logger = logging.logger(for: "orchestrator")
        do {
            let job = try Job.read(self.job)
            print("\(self.job): a valid job, \"\(job.name)\"")
            let start = try StartingParameters.file(of: job, at: self.job)
            guard let dataset = try await dataset(of: job, logger) else {
                print("its data isn't here, and wasn't looked at: --data-root or --compute says where it is")
                return
            }
            let context = try RunContext.checked(job: job, dataset: dataset, start: start)
            print(
                "its data: \(dataset.trainingSamples) training and \(dataset.evaluationSamples) "
                    + "evaluation samples, digest \(dataset.digest)")
            print("\(context.model.layout.count) parameters, \(context.plan.stepCount) steps")
        } catch {
            throw ArgumentParser.ExitCode(ServiceRunner.report(error, to: logger).rawValue)
        }
    }

    /// The job's data, as compute opens it or as it is read here; nil where nobody said where it is and it isn't found.
    private func dataset(of job: Job, _ logger: Logger) async throws -> DatasetDescription? {
        if let computeAddresses {
            let opening = DatasetOpening(
                compute: try Address.list(parsing: computeAddresses),
                options: try HeartbeatTerms.options(
                    admission: try join.credentials().map { try AdmissionTerms($0, logger: logger) }),
                identity: PeerIdentity(role: .orchestrator, name: "orchestrator", capabilities: .ofThisMachine()),
                patience: .seconds(patience), logger: logger)
            return try await opening.open(job.data)
        }
        guard let root = dataRoot ?? job.dataRoot(besideFile: self.job) else { return nil }
        do {
            let cores = ProcessInfo.processInfo.activeProcessorCount
            return try Dataset.open(job.data, root: root, cores: cores).description
        } catch {
            throw ServiceFailure(.badInput, "the data below \(root)", cause: error)
        }
    }
}
