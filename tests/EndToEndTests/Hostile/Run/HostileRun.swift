import Foundation
import Testing

/// A run in progress on two paced trainers, which an attack happens to, and what has to hold at its end.
final class HostileRun {
    /// Steps that are looked at before the attack, and at least while it lasts.
    static let leastSteps = 40
    /// Those that nobody looks at: leases are divided by guess as yet.
    private static let firstSteps = 10
    /// Lines about peers that a service may write while an attack lasts.
    private static let mostLines = 100

    let deployment: Deployment
    private let attack: Attack
    /// The nodes' certificates, gone with the run.
    private let certificates: TemporaryFolder?
    private let observation: Observation
    private let started = ContinuousClock.now
    private var firstAttackedStep = 0
    private var period: ClosedRange<Date>?
    /// Lines that name attackers, one of each kind.
    private var seen: [String] = []
    private var seenKinds: Set<[String]> = []

    /// Starts it, and waits until it has come so far that its rate and its memory are known.
    init(_ attack: Attack) async throws {
        self.attack = attack
        var terms = Deployment.Terms()
        terms.token = attack.door == .nothing ? "" : Hostile.secret
        certificates = attack.door == .certificate ? try TemporaryFolder() : nil
        if let certificates {
            terms.certificates = try await Certificates.make(
                in: certificates, for: ["compute", "orchestrator", "trainer"])
        }
        if let descriptors = attack.descriptors {
            let place = Deployment.Place { executable, name, arguments, environment in
                try await ServiceProcess(
                    "/usr/bin/prlimit", name: name,
                    ["--nofile=\(descriptors)", Products.folder.appending(path: executable).path] + arguments,
                    environment: environment)
            }
            (terms.computePlace, terms.orchestratorPlace) = (place, place)
        }
        deployment = try await Deployment(job: attack.job.text + attack.extra, minimumTrainers: 2, terms: terms)
        for _ in 0..<2 { try await deployment.startTrainer(faults: Hostile.pace) }
        observation = Observation(of: deployment, steps: attack.job.steps)
        try await deployment.orchestrator.line("step committed step=\(Self.firstSteps + Self.leastSteps)")
    }

    deinit { deployment.keepLogs(as: attack.name) }

    /// Where a service is dialled.
    func address(of target: Attack.Target) -> String {
        target == .compute ? deployment.computeAddress : deployment.orchestratorAddress
    }

    /// The service.
    func service(_ target: Attack.Target) -> ServiceProcess {
        target == .compute ? deployment.compute : deployment.orchestrator
    }

    /// Waits until so many steps are committed during the attack that its rate is known.
    func leastSteps() async throws {
        try await deployment.orchestrator.line("step committed step=\(firstAttackedStep + Self.leastSteps)")
    }

    /// Has it be attacked for some steps at least, and waits for a line that names each of the attackers.
    func isAttacked(by deed: Attack.Deed) async throws {
        let before = Dictionary(uniqueKeysWithValues: Attack.Target.allCases.map { ($0, service($0).log.count) })
        let last = deployment.orchestrator.log.last { $0.contains("step committed") }
        firstAttackedStep = try last.flatMap { Int(try field("step", of: $0)) } ?? 0
        let begun = Date.now
        let attackers = try await deed(self)
        let ended = Date.now
        period = begun...ended
        for attacker in attackers {
            let line = try await service(attacker.target).line(with: attacker.words + [attacker.name])
            let isNew = seenKinds.insert([attacker.target.rawValue] + attacker.words).inserted
            if isNew { seen.append(String(line.drop { $0 != " " }.dropFirst())) }
        }
        for target in Attack.Target.allCases {
            let lines = service(target).log.dropFirst(before[target] ?? 0).filter { $0.contains("127.0.0.") }
            #expect(lines.count <= Self.mostLines, "\(target) wrote \(lines.count) lines about peers")
        }
    }

    /// Waits for the run's end, and checks result, memory and, where `isTimed`, rate.
    func finish(isTimed: Bool) async throws {
        let summary = try await deployment.summary()
        #expect(summary.sha256 == (try await attack.job.reference.value))
        #expect(summary.steps == attack.job.steps)
        for trainer in deployment.trainers.prefix(2) { #expect(try await trainer.exitStatus() == 0) }
        let period = try #require(period)
        let history = try await observation.history()
        let before = history.before(period.lowerBound, from: Self.firstSteps)
        let during = history.during(period)
        #expect(during.intervals.count >= Self.leastSteps - 2, "\(during.intervals.count) steps meanwhile")
        let after = history.after(period.upperBound)
        #expect(after.intervals.count >= 5, "the run has outlasted the attack")
        // What else the machine does may begin or end with the attack, but not both.
        let usual = max(before.stepTime, after.stepTime)
        let rate = usual / during.stepTime
        #expect(!isTimed || rate >= attack.leastRate, "seconds a step: \(usual), in the attack \(during.stepTime)")
        var growth: [String] = []
        for target in Attack.Target.allCases {
            let least = before.usualBytes(of: target)
            let most = history.since(period.lowerBound).mostBytes(of: target)
            #expect(most - least <= attack.allowance, "\(target) had \(least) bytes before, and \(most) in the attack")
            growth.append(String(format: "\(target) %+d KB", (most - least) / 1000))
        }
        let columns =
            [
                "hostile", attack.name, String(summary.sha256.prefix(12)),
                String(format: "%.1f ms, %.1f in it: %.2f", usual * 1000, during.stepTime * 1000, rate),
                growth.joined(separator: ", "), "\((ContinuousClock.now - started).inSeconds) s",
            ] + seen
        print(columns.joined(separator: " | "))
    }
}
