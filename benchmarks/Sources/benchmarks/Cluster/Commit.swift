internal import Foundation

/// A committed step.
struct Commit {
    let step: Int
    /// In seconds since 1970.
    let time: Double

    init(_ line: LogLine) throws {
        step = Int(try line.field("step")) ?? 0
        time = try line.time()
    }
}

extension Cluster {
    private static let word = "step committed"

    /// The steps that this orchestrator has committed so far, in order.
    func commits() throws -> [Commit] {
        try orchestrator.lines.filter { $0.contains([Self.word]) }.map { try Commit($0) }
    }

    /// The next step that is committed.
    func nextCommit() throws -> Commit {
        try Commit(try orchestrator.line(Self.word, from: orchestrator.lines.count))
    }

    /// The first step that is committed after a moment, in seconds since 1970; waits for it.
    func commit(after moment: Double) throws -> Commit {
        let deadline = moment + ServiceProcess.deadline
        while Date().timeIntervalSince1970 < deadline {
            if let commit = try commits().first(where: { $0.time > moment }) { return commit }
            Thread.sleep(forTimeInterval: ServiceProcess.look)
        }
        throw ClusterError("no step was committed within \(ServiceProcess.deadline) s")
    }

    /// Waits until so many more steps are committed.
    func wait(commits count: Int) throws { for _ in 0..<count { _ = try nextCommit() } }

    /// Seconds that a step takes, the median over the next `count`.
    func stepTime(over count: Int) throws -> Double {
        let before = try commits().count
        try wait(commits: count + 1)
        let times = try commits().dropFirst(before).map(\.time)
        let intervals = zip(times, times.dropFirst()).map { $1 - $0 }.sorted()
        return intervals[intervals.count / 2]
    }

    /// Committed steps a second, over about so many seconds, while `body` happens.
    func rate(over seconds: Double, _ body: (_ begun: Double) throws -> Void = { _ in }) throws -> Double {
        let first = try nextCommit()
        try body(first.time)
        Thread.sleep(until: first.time + seconds)
        let last = try nextCommit()
        return Double(last.step - first.step) / (last.time - first.time)
    }
}

extension Thread {
    /// Sleeps until so many seconds since 1970.
    static func sleep(until moment: Double) {
        sleep(until: Date(timeIntervalSince1970: moment))
    }
}
