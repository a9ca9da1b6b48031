internal import Admission
internal import DashboardClient
internal import Foundation
internal import Hosting
internal import SystemPackage
internal import UnixSignals
internal import Watching

/// A whole run on this machine: starts its processes, shows how it goes on, and returns when none is left.
///
/// Decisions are ``ProcessSet``'s; this is the loop around it.
struct LocalRun {
    /// How often it looks at what came.
    static let interval = Duration.milliseconds(50)

    private let programs: ServicePrograms
    private let arguments: ServiceArguments
    private let token: DashboardToken?
    private let show: RunShow
    private let inbox = Inbox()
    private var processes: [ServiceLabel: ServiceProcess] = [:]
    private var set: ProcessSet
    private var display = RunDisplay(address: nil)
    private var logs: [LogFollower] = []
    private var lastPicture: UInt64 = 0
    private var end: RunEnd?

    /// `token` is the dashboard's, which the orchestrator has by the arguments or the environment.
    init(
        _ arguments: ServiceArguments, token: DashboardToken?, programs: ServicePrograms, show: RunShow,
        terms: ProcessTerms = ProcessTerms()
    ) {
        self.programs = programs
        self.arguments = arguments
        self.token = token
        self.show = show
        set = ProcessSet(trainerCount: arguments.trainerCount, terms: terms)
    }

    /// Runs to the end of the last process.
    ///
    /// Throws a `LaunchError` where something can't be started; nothing runs any longer then either.
    mutating func run() async throws -> RunEnd {
        arguments.folder.removeLeftovers()
        // The write end is this process's alone, never written to, and closed by the kernel when it ends.
        let lifeline = try FileDescriptor.pipe()
        defer { try? lifeline.readEnd.close() }
        defer { try? lifeline.writeEnd.close() }
        let inbox = inbox
        var problem: LaunchError?
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                for await signal in signals { inbox.put(signal: signal.rawValue) }
            }
            carry(out: set.begin(at: .now), in: &group, lifeline.readEnd)
            while end == nil {
                for action in look(&problem) { carry(out: [action], in: &group, lifeline.readEnd) }
                if end == nil { try? await Task.sleep(for: Self.interval) }
            }
            group.cancelAll()
        }
        showLogs(isLast: true)
        if let problem { throw problem }
        return end ?? .complete
    }

    /// Takes what came, shows it, and returns what is to be done.
    private mutating func look(_ problem: inout LaunchError?) -> [ProcessSet.Action] {
        let content = inbox.take()
        let now = ContinuousClock.now
        var actions: [ProcessSet.Action] = []
        if let state = content.picture.run, state.step > 0 || [.training, .evaluating].contains(state.state) {
            set.noteTraining()
        }
        showLogs(isLast: false)
        showPicture(content)
        for launchProblem in content.problems {
            problem = problem ?? launchProblem
        }
        for number in content.signals { actions += set.noteSignal(number, at: now) }
        for (label, status) in content.ends { actions += set.noteEnd(label, status: status, at: now) }
        for label in set.starting where arguments.folder.ports(of: label) != nil {
            actions += set.noteListening(label, at: now)
        }
        return actions + set.noteTime(now)
    }

    private mutating func carry(
        out actions: [ProcessSet.Action], in group: inout TaskGroup<Void>, _ lifeline: FileDescriptor
    ) {
        for action in actions {
            switch action {
            case .start(let label):
                if label == .trainer(1) { follow(in: &group) }
                start(label, in: &group, lifeline)
            case .terminate(let label): processes[label]?.signal(SIGTERM)
            case .kill(let label): processes[label]?.signal(SIGKILL)
            case .say(let text): display.say("pangea: " + text)
            case .end(let end): self.end = end
            }
        }
    }

    private mutating func start(
        _ label: ServiceLabel, in group: inout TaskGroup<Void>, _ lifeline: FileDescriptor
    ) {
        let folder = arguments.folder
        let process = ServiceProcess(
            label, program: programs.path(of: label),
            arguments: arguments.of(
                label, computePort: folder.ports(of: .compute)?["port"],
                orchestratorPort: folder.ports(of: .orchestrator)?["port"]),
            folder: folder)
        processes[label] = process
        if show == .logs { logs.append(LogFollower(path: folder.log(of: label), name: "\(label)")) }
        group.addTask { [inbox] in
            do throws(LaunchError) {
                inbox.put(end: try await process.run(lifeline: lifeline), of: label)
            } catch {
                inbox.put(error)
                inbox.put(end: error.status.rawValue, of: label)
            }
        }
    }

    /// The orchestrator listens: its dashboard tells how the run goes on.
    private mutating func follow(in group: inout TaskGroup<Void>) {
        guard let port = arguments.folder.ports(of: .orchestrator)?["dashboard"] else { return }
        let address = DashboardAddress(host: "127.0.0.1", port: port)
        display = RunDisplay(address: address.description)
        if show != .nothing { display.say("pangea: dashboard \(address), run directory \(arguments.folder.path)") }
        group.addTask { [inbox, token] in
            // Whatever becomes of the dashboard: the orchestrator's end is the run's.
            try? await RunFollower(DashboardClient(address, token: token), patience: .seconds(60)).follow {
                inbox.put($0)
            }
        }
    }

    private mutating func showPicture(_ content: Inbox.Content) {
        guard show == .progress, content.pictureNumber != lastPicture else { return }
        lastPicture = content.pictureNumber
        display.show(content.picture, isLast: content.picture.run?.state.isFinal ?? false)
    }

    private mutating func showLogs(isLast: Bool) {
        for index in logs.indices {
            for line in logs[index].lines(isLast: isLast) { display.say(line) }
        }
    }
}
