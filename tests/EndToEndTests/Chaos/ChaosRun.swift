import Foundation
import Testing

/// A run that something happens to, and what has to hold at its end.
final class ChaosRun {
    /// What has to be leased again for what happens.
    enum Reissues {
        case atLeastOne
        /// Nothing of a trainer that left.
        case none
        /// By an orchestrator that was started again: at least these steps, which the one before had committed.
        case steps(Range<Int>)
    }

    let name: String
    private let job: ChaosJob
    let deployment: Deployment
    private let pace: String
    private let started = ContinuousClock.now
    private var notes: [String] = []
    private var killed: Set<String> = []
    /// The step that the last orchestrator began with.
    private(set) var resumedAt = 0

    var orchestrator: ServiceProcess { deployment.orchestrator }

    /// Starts compute and an orchestrator that waits for `minimumTrainers`.
    init(
        _ name: String, job: ChaosJob = Chaos.small, minimumTrainers: Int = 2, paceMilliseconds: Int = 2,
        terms: Deployment.Terms = Deployment.Terms()
    ) async throws {
        self.name = name
        self.job = job
        pace = Chaos.pace(paceMilliseconds)
        var terms = terms
        terms.isTraced = true
        deployment = try await Deployment(job: job.text, minimumTrainers: minimumTrainers, terms: terms)
    }

    deinit { deployment.keepLogs(as: name) }

    /// Starts one more trainer, paced, with failures placed in it.
    @discardableResult
    func startTrainer(
        faults: String = "", orchestrator: String? = nil, compute: String? = nil,
        by start: ServiceProcess.Start = ServiceProcess.init(_:name:_:environment:)
    ) async throws -> ServiceProcess {
        try await deployment.startTrainer(
            orchestrator: orchestrator, compute: compute, faults: faults.isEmpty ? pace : "\(pace); \(faults)",
            by: start)
    }

    /// Adds to what the table says of the run.
    func note(_ text: String) { notes.append(text) }

    /// Waits for a process to be ended by SIGKILL.
    func died(_ process: ServiceProcess) async throws {
        let status = try await process.exitStatus()
        #expect(status == -SIGKILL, "\(process.name)")
        killed.insert(process.name)
        note("\(process.name) ended by signal \(-status)")
    }

    /// Waits for a lease of what a trainer left behind, for a reason that begins so, and notes its round.
    ///
    /// Where it left in a known step, that is the round, or the next one, which is leased while one is under way.
    func reissue(because reason: String, inStep step: Int? = nil) async throws {
        let line = try await orchestrator.line("leased", "reason=\"\(reason)")
        let round = try round(of: line)
        note("\(round) leased again")
        if let step { #expect(["step \(step)", "step \(step + 1)"].contains(round)) }
    }

    /// Waits until an orchestrator that was killed is there again and trains, and notes at which step and how fast.
    func resume(minimumTrainers: Int? = nil) async throws {
        let begun = ContinuousClock.now
        try await deployment.resumeOrchestrator(minimumTrainers: minimumTrainers)
        try await orchestrator.line("leased", "round=\"step")
        let resumed = orchestrator.log.first { $0.contains("resuming") }
        resumedAt = try resumed.flatMap { Int(try field("step", of: $0)) } ?? 0
        note("resumed at step \(resumedAt), training after \((ContinuousClock.now - begun).inSeconds) s")
    }

    /// Waits for the run's end, and checks all that has to hold whatever happened.
    ///
    /// Each trainer that is alive then counts in at least `leastShare` of the steps during which it was a member.
    @discardableResult
    func finish(reissues: Reissues, leastShare: Double = 0.5) async throws -> Summary {
        let summary = try await deployment.summary()
        #expect(summary.sha256 == (try await job.reference.value))
        #expect(summary.steps == job.steps)
        let history = try CommittedHistory(of: deployment.trainers.map(\.name), in: deployment.folder)
        switch reissues {
        case .atLeastOne: #expect(summary.leasesReissued >= 1)
        // A trainer that was slow for a moment may have been helped.
        case .none: #expect(summary.shares.allSatisfy { $0.redone["left"] == nil }, "\(summary.shares)")
        case .steps(let steps):
            #expect(history.committedAgain.isSuperset(of: steps), "\(history.committedAgain.sorted())")
            note("\(history.committedAgain.count) steps again")
        }
        // The orchestrator itself has held each epoch's ledger against the data set's: else there were no summary.
        try history.check(steps: job.steps, buckets: job.buckets, epochs: job.epochs, samples: ChaosJob.samples)
        try await checkSurvivors(summary, leastShare: leastShare)
        report(summary)
        return summary
    }

    private func checkSurvivors(_ summary: Summary, leastShare: Double) async throws {
        let lived = try LivedSteps(log: orchestrator.log, from: resumedAt, through: job.steps).steps
        for trainer in deployment.trainers where !killed.contains(trainer.name) {
            #expect(try await trainer.exitStatus() == 0, "\(trainer.name)")
            let counted = summary.shares.filter { $0.trainer == trainer.name }.map(\.steps).reduce(0, +)
            // Where it came and where it went is known to one step each.
            let possible = lived[trainer.name, default: 0]
            #expect(possible > 0, "\(trainer.name) was a member")
            #expect(
                Double(counted + 2) >= leastShare * Double(possible),
                "\(trainer.name) counted in \(counted) of \(possible) steps")
            note("\(trainer.name) counted in \(counted) of \(possible)")
        }
    }

    private func report(_ summary: Summary) {
        let columns = [
            "chaos", name, notes.joined(separator: ", "), "\(summary.leasesReissued) reissued",
            String(summary.sha256.prefix(12)), "\((ContinuousClock.now - started).inSeconds) s",
        ]
        print(columns.joined(separator: " | "))
    }

    private func round(of line: String) throws -> String {
        guard let match = line.firstMatch(of: /round="([^"]*)"/) else { throw MissingField(key: "round", line: line) }
        return String(match.1)
    }
}

extension Duration {
    /// With two decimals.
    var inSeconds: String { String(format: "%.2f", self / .seconds(1)) }
}
