internal import ArgumentParser
internal import Datasets
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
            found. With --compute the data is opened as well, and the job held against it.

              orchestrator validate examples/digits.yaml
            """)

    @Argument(help: "The job file, YAML.")
    var job: String

    @Option(
        name: .customLong("compute"),
        help: "Where compute listens, host:port, or several by commas; without it the data isn't looked at.")
    var computeAddresses: String?

    @Option(help: "Seconds for which compute may be out of reach.")
    var patience = 60

    @OptionGroup var join: JoinOptions
    @OptionGroup var logging: LoggingOptions

    func validate() throws {
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
            guard let computeAddresses else { return }
            let opening = DatasetOpening(
                compute: try Address.list(parsing: computeAddresses),
                options: try HeartbeatTerms.options(
                    admission: try join.credentials().map { try AdmissionTerms($0, logger: logger) }),
                identity: PeerIdentity(
                    role: .orchestrator, name: "orchestrator", capabilities: .ofThisMachine()),
                patience: .seconds(patience), logger: logger)
            let context = try RunContext.checked(
                job: job, dataset: try await opening.open(job.data), start: start)
            print(
                "its data: \(context.dataset.trainingSamples) training and \(context.dataset.evaluationSamples) "
                    + "evaluation samples, digest \(context.dataset.digest)")
            print("\(context.model.layout.count) parameters, \(context.plan.stepCount) steps")
        } catch {
            throw ArgumentParser.ExitCode(ServiceRunner.report(error, to: logger).rawValue)
        }
    }
}
