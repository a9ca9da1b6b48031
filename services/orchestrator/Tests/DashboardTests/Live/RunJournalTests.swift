import Dashboard
import Digests
import Foundation
import Logging
import RunRecords
import Testing

@Suite struct RunJournalTests {
    private static func names(_ catchUp: EventRing.CatchUp) -> [String]? {
        guard case .events(let entries) = catchUp else { return nil }
        return entries.map(\.event.name.rawValue)
    }

    @Test func `what is new is published once, taken together`() throws {
        let feed = LiveFeed(process: "one")
        let journal = Samples.journal(in: try TemporaryFolder().path, feed: feed)
        journal.publish()
        let first = feed.newest
        #expect(
            Self.names(feed.behind(EventID(process: "one", number: 0))) == [
                "reset", "steps", "evaluations", "notes", "run", "trainers", "checkpoints",
            ])
        journal.publish()
        #expect(feed.newest == first, "nothing is new")
        journal.observe(.step(Samples.step(3)))
        journal.publish()
        #expect(Self.names(feed.behind(first)) == ["steps", "run"])
    }

    /// A run's end was lost so to those who follow it: the server's end came while the end of the run was being published.
    @Test func `what has happened is in the feed when publishing returns, also beside another who publishes`() async {
        let everyone = (0..<200).map { Samples.trainer("trainer-\($0)", .working) }
        for _ in 0..<100 {
            let feed = LiveFeed(process: "one")
            let journal = RunJournal(feed: feed)
            journal.observe(.snapshot(Samples.snapshot(trainers: everyone)))
            journal.observe(.ended(.stopped, text: "stopped at step 1"))
            let isTold = await withTaskGroup(of: [String]?.self) { group in
                for _ in 0..<2 {
                    group.addTask {
                        journal.publish()
                        return Self.names(feed.behind(EventID(process: "one", number: 0)))
                    }
                }
                return await group.allSatisfy { $0 == ["notes", "run", "trainers", "checkpoints"] }
            }
            guard isTold else {
                Issue.record("published before it was in the feed")
                return
            }
        }
    }

    @Test func `whatever a run does between two looks, what is published of its steps is bounded`() throws {
        let feed = LiveFeed(process: "one")
        let journal = RunJournal(feed: feed, now: { 1000 })
        for step in 0..<100_000 as Range<UInt64> { journal.observe(.step(Samples.step(step))) }
        journal.publish()
        guard case .events(let entries) = feed.behind(EventID(process: "one", number: 0)) else {
            Issue.record("expected events, got a reset")
            return
        }
        let steps = try #require(entries.first { $0.event.name == .steps })
        let points = try JSONDecoder().decode([HistoryAnswer.Steps].self, from: Data(steps.event.data.utf8))
        #expect((33...64).contains(points.count))
        #expect(points.first?.from == 0)
        #expect(points.last?.to == 100_000)
        #expect(journal.historyAnswer.steps.count <= 1024)
    }

    @Test func `who came before the run did is told to ask again, for it has a past`() throws {
        let feed = LiveFeed(process: "one")
        let journal = RunJournal(feed: feed)
        journal.publish()
        let before = feed.newest
        journal.begin(Samples.facts, history: RunHistory(), resumedAt: 2, folder: try TemporaryFolder().path)
        #expect(Self.names(feed.behind(before)) == ["reset"])
    }

    @Test func `a client of another process, or with no id that is one, has to begin anew`() throws {
        let feed = LiveFeed(process: "two")
        feed.publish([LiveEvent(.steps, data: "[]")])
        #expect(feed.behind(EventID(process: "one", number: 1)) == .reset(to: 1))
        #expect(feed.behind(nil) == .reset(to: 1))
        #expect(Self.names(feed.behind(EventID(process: "two", number: 1))) == [])
    }

    @Test(arguments: [
        (TrainerStatus.Activity.working, RunNote.Kind.joined, "working"), (.idle, .joined, "idle"),
        (.late, .joined, "late"), (.silent, .joined, "silent"), (.gone, .left, "left"), (.gone, .lost, "lost"),
        (.gone, .joined, "left"),
    ])
    func `a trainer's state tells who left from who was lost`(
        activity: TrainerStatus.Activity, kind: RunNote.Kind, state: String
    ) {
        let journal = RunJournal()
        journal.observe(.note(kind, subject: "ada", step: 0, text: "", count: 1))
        journal.observe(.snapshot(Samples.snapshot(trainers: [Samples.trainer("ada", activity)])))
        #expect(journal.trainers.trainers.map(\.state.rawValue) == [state])
    }

    @Test func `shares are of all that counted, and time left follows the pace of late`() throws {
        let journal = Samples.journal(in: try TemporaryFolder().path)
        #expect(journal.trainers.trainers.map(\.share) == [0.75, 0.25, 0])
        #expect(journal.trainers.trainers.map(\.lastHeard) == [999.5, nil, nil])
        #expect(journal.run.secondsLeft == 1, "three of six steps took a second")
        #expect(journal.run.samplesPerSecond == 12)
        #expect(journal.run.state == .training)
    }

    @Test func `a run that ended says how, and no time is left`() {
        let journal = RunJournal()
        #expect(journal.run.state == .opening)
        journal.observe(.snapshot(Samples.snapshot(waiting: "waiting for 1 trainer: none is there")))
        #expect(journal.run.state == .waiting)
        #expect(journal.run.reason == "waiting for 1 trainer: none is there")
        journal.observe(.ended(.failed, text: "the run diverged"))
        #expect(journal.run.state == .failed)
        #expect(journal.run.reason == "the run diverged")
        #expect(journal.run.secondsLeft == nil)
        #expect(journal.historyAnswer.notes.last?.kind == .failed)
    }
}

@Suite struct RunRecorderTests {
    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// One life of an orchestrator: it begins, makes `steps`, and ends as it may.
    private static func live(in folder: TemporaryFolder, from resumedAt: UInt64?, steps: Range<UInt64>) async throws
        -> RunJournal
    {
        let journal = RunJournal(now: { 1000 })
        let recorder = RunRecorder(journal: journal, folder: folder.path, logger: quiet)
        try await recorder.record(Samples.facts, resumedAt: resumedAt, epoch: (resumedAt ?? 0) / 3) {
            for step in steps {
                // Other losses in each life, so that it shows whose they are.
                journal.observe(.step(Samples.step(step, loss: Double(step) + 100 * Double(resumedAt ?? 0))))
                guard step % 3 == 2 else { continue }
                let epoch = EvaluationRecord(epoch: step / 3, step: step + 1, loss: 1, accuracy: 1)
                journal.observe(.evaluation(epoch))
            }
        }
        return journal
    }

    @Test func `a resumed run goes on with its history, without what is made again`() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.live(in: folder, from: nil, steps: 0..<5)
        let second = try await Self.live(in: folder, from: 2, steps: 2..<6)
        let history = second.historyAnswer
        #expect(history.steps.map(\.from) == [0, 1, 2, 3, 4, 5])
        #expect(history.steps.compactMap(\.loss?.mean) == [0, 1, 202, 203, 204, 205])
        #expect(history.evaluations.map(\.from) == [0, 1])
        #expect(history.notes.map(\.kind) == [.started, .resumed])
        let (written, problem) = HistoryFile(folder: folder.path).read()
        #expect(problem == nil)
        #expect(written.records == second.history.records)
    }

    @Test func `a run that begins anew has no past`() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.live(in: folder, from: nil, steps: 0..<5)
        let second = try await Self.live(in: folder, from: nil, steps: 0..<1)
        #expect(second.historyAnswer.steps.count == 1)
        #expect(HistoryFile(folder: folder.path).read().history.records == second.history.records)
    }

    @Test func `a torn history is gone on with, and whole again`() async throws {
        let folder = try TemporaryFolder()
        _ = try await Self.live(in: folder, from: nil, steps: 0..<2)
        let text = try folder.text(of: HistoryFile.name)
        try folder.write(Array(text.utf8.dropLast(9)), to: HistoryFile.name)
        _ = try await Self.live(in: folder, from: 2, steps: 2..<3)
        #expect(HistoryFile(folder: folder.path).read().problem == nil)
    }

    @Test func `a history that can't be written ends no run, and is told`() async throws {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/\(HistoryFile.name)", withIntermediateDirectories: true)
        try folder.write([1], to: "\(HistoryFile.name)/something")
        let journal = try await Self.live(in: folder, from: nil, steps: 0..<2)
        #expect(journal.run.historyProblem?.contains(folder.path) == true)
        #expect(journal.historyAnswer.steps.count == 2)
    }

    @Test func `checkpoints are listed with the digest of their bytes, the model first`() async throws {
        let folder = try TemporaryFolder()
        let journal = RunJournal(now: { 1000 })
        let recorder = RunRecorder(journal: journal, folder: folder.path, logger: Self.quiet)
        try await recorder.record(Samples.facts, resumedAt: nil, epoch: 0) {
            let files: [(String, [UInt8])] = [
                ("checkpoint-000000000003.safetensors", [1, 2]), ("checkpoint-000000000006.safetensors", [3]),
                ("model.safetensors", [4]), ("checkpoint-x.safetensors", [5]), ("beginning.json", [6]),
            ]
            for (name, bytes) in files { try folder.write(bytes, to: name) }
            journal.observe(.checkpoint(step: 6, seconds: 0.25))
        }
        let checkpoints = journal.checkpoints.checkpoints
        #expect(checkpoints.map(\.step) == [nil, 6, 3])
        #expect(checkpoints.map(\.kind) == [.model, .checkpoint, .checkpoint])
        #expect(checkpoints.map(\.bytes) == [1, 1, 2])
        let contents: [[UInt8]] = [[4], [3], [1, 2]]
        #expect(checkpoints.map(\.sha256) == contents.map { "\(Digest.of($0))" })
        let note = try #require(journal.historyAnswer.notes.last)
        #expect(note.kind == .checkpoint)
        #expect(note.text == "the checkpoint of step 6 took 250 ms to write and has SHA-256 \(checkpoints[1].sha256)")
    }
}
