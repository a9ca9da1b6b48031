import Hosting
import Launching
import Testing

@Suite struct ProcessSetTests {
    private typealias Action = ProcessSet.Action

    private let start = ContinuousClock.now
    private static let terms = ProcessTerms(
        starting: .seconds(60), completing: .seconds(15), stopping: .seconds(20))
    private static let all: [ServiceLabel] = [.compute, .orchestrator, .trainer(1), .trainer(2)]

    /// A run with two trainers, all of which run.
    private func running(trains: Bool = true) -> ProcessSet {
        var set = ProcessSet(trainerCount: 2, terms: Self.terms)
        _ = set.begin(at: start)
        _ = set.noteListening(.compute, at: start)
        _ = set.noteListening(.orchestrator, at: start)
        if trains { set.noteTraining() }
        return set
    }

    @Test func `each is started when what it needs listens`() {
        var set = ProcessSet(trainerCount: 2, terms: Self.terms)
        #expect(set.begin(at: start) == [.start(.compute)])
        #expect(set.starting == [.compute])
        #expect(set.noteListening(.compute, at: start) == [.start(.orchestrator)])
        #expect(set.starting == [.orchestrator])
        #expect(set.noteListening(.orchestrator, at: start) == [.start(.trainer(1)), .start(.trainer(2))])
        #expect(set.starting == [])
        #expect(set.noteTime(start + .seconds(86_400)) == [])
    }

    @Test func `a run that is complete lets trainers end by themselves, and ends with 0`() {
        var set = running()
        #expect(set.noteEnd(.trainer(2), status: 0, at: start) == [])
        #expect(set.noteEnd(.orchestrator, status: 0, at: start) == [.terminate(.compute)])
        #expect(set.noteTime(start + .seconds(14)) == [])
        #expect(set.noteEnd(.compute, status: 0, at: start) == [])
        #expect(set.noteEnd(.trainer(1), status: 0, at: start) == [.end(.complete)])
        #expect(RunEnd.complete.code == 0)
    }

    @Test func `trainers that stay behind the run are asked, then killed`() {
        var set = running()
        _ = set.noteEnd(.orchestrator, status: 0, at: start)
        _ = set.noteEnd(.compute, status: 0, at: start)
        #expect(set.noteTime(start + .seconds(15)) == [.terminate(.trainer(1)), .terminate(.trainer(2))])
        #expect(set.noteEnd(.trainer(1), status: 0, at: start + .seconds(16)) == [])
        #expect(
            set.noteTime(start + .seconds(35)) == [
                .say("trainer-2 did not end within 20 s: killed"), .kill(.trainer(2)),
            ])
        #expect(set.noteEnd(.trainer(2), status: -9, at: start + .seconds(36)) == [.end(.complete)])
    }

    @Test(arguments: [(3 as Int32, 3 as Int32), (4, 4), (70, 70), (-9, 137)])
    func `the orchestrator's code is the run's`(status: Int32, code: Int32) {
        var set = running()
        #expect(set.noteEnd(.orchestrator, status: status, at: start) == [.terminate(.compute)])
        _ = set.noteEnd(.compute, status: 0, at: start)
        _ = set.noteEnd(.trainer(1), status: 76, at: start)
        let end = RunEnd.failed(.orchestrator, status: code, "orchestrator ended with \(code)")
        #expect(set.noteEnd(.trainer(2), status: 0, at: start) == [.end(end)])
        #expect(end.code == code)
    }

    @Test func `an orchestrator that refuses the job ends everything at once`() {
        var set = ProcessSet(trainerCount: 2, terms: Self.terms)
        _ = set.begin(at: start)
        _ = set.noteListening(.compute, at: start)
        #expect(set.noteEnd(.orchestrator, status: 65, at: start) == [.terminate(.compute)])
        #expect(
            set.noteEnd(.compute, status: 0, at: start) == [
                .end(.failed(.orchestrator, status: 65, "orchestrator ended with 65 before the run did"))
            ])
    }

    @Test func `an orchestrator that finds its run complete never listens`() {
        var set = ProcessSet(trainerCount: 2, terms: Self.terms)
        _ = set.begin(at: start)
        _ = set.noteListening(.compute, at: start)
        #expect(set.noteEnd(.orchestrator, status: 0, at: start) == [.terminate(.compute)])
        #expect(set.noteListening(.orchestrator, at: start) == [], "no trainer comes for a run that is over")
        #expect(set.noteEnd(.compute, status: 0, at: start) == [.end(.complete)])
    }

    @Test func `the run goes on without a trainer that dies, but not without the last`() {
        var set = running()
        #expect(
            set.noteEnd(.trainer(1), status: -9, at: start) == [
                .say("trainer-1 ended with 137; the run goes on without it")
            ])
        #expect(
            set.noteEnd(.trainer(2), status: 69, at: start) == [.terminate(.compute), .terminate(.orchestrator)])
        _ = set.noteEnd(.compute, status: 0, at: start)
        #expect(
            set.noteEnd(.orchestrator, status: 75, at: start) == [
                .end(.failed(.trainer(2), status: 69, "trainer-2 ended with 69 before the run did"))
            ])
    }

    @Test func `before the first step the run waits for every trainer, so it ends with the first that dies`() {
        var set = running(trains: false)
        #expect(
            set.noteEnd(.trainer(1), status: 76, at: start) == [
                .terminate(.compute), .terminate(.orchestrator), .terminate(.trainer(2)),
            ])
    }

    @Test func `compute's end is the run's, even a good one`() {
        var set = running()
        #expect(set.noteEnd(.compute, status: 0, at: start).count == 3)
        for label in Self.all.dropFirst().dropLast() { _ = set.noteEnd(label, status: 0, at: start) }
        #expect(
            set.noteEnd(.trainer(2), status: 0, at: start) == [
                .end(.failed(.compute, status: 1, "compute ended with 0 before the run did"))
            ])
    }

    @Test func `compute has to listen in time, or everything ends`() {
        var set = ProcessSet(trainerCount: 2, terms: Self.terms)
        _ = set.begin(at: start)
        #expect(set.noteTime(start + .seconds(59)) == [])
        #expect(set.noteTime(start + .seconds(60)) == [.terminate(.compute)])
        let words = "compute did not listen within 60 s"
        #expect(
            set.noteEnd(.compute, status: 0, at: start) == [.end(.failed(.compute, status: 69, words))])
    }

    @Test func `the orchestrator may take its time, for it opens the data before it listens`() {
        var set = ProcessSet(trainerCount: 2, terms: Self.terms)
        _ = set.begin(at: start)
        _ = set.noteListening(.compute, at: start)
        #expect(set.noteTime(start + .seconds(86_400)) == [])
        #expect(set.starting == [.orchestrator])
    }

    @Test func `a signal asks all to end, a second one waits for nobody`() {
        var set = running()
        #expect(set.noteSignal(2, at: start) == Self.all.map(Action.terminate))
        #expect(set.noteEnd(.orchestrator, status: 75, at: start) == [])
        #expect(set.noteSignal(2, at: start) == [.kill(.compute), .kill(.trainer(1)), .kill(.trainer(2))])
        _ = set.noteEnd(.trainer(1), status: -9, at: start)
        _ = set.noteEnd(.trainer(2), status: -9, at: start)
        #expect(set.noteEnd(.compute, status: -9, at: start) == [.end(.interrupted(signal: 2))])
        #expect(RunEnd.interrupted(signal: 2).code == 130)
    }

    @Test func `whoever doesn't end in time after a signal is killed, and named`() {
        var set = running()
        _ = set.noteSignal(15, at: start)
        for label in Self.all.dropFirst() { _ = set.noteEnd(label, status: 0, at: start) }
        #expect(set.noteTime(start + .seconds(19)) == [])
        #expect(
            set.noteTime(start + .seconds(20)) == [
                .say("compute did not end within 20 s: killed"), .kill(.compute),
            ])
        #expect(set.noteEnd(.compute, status: -9, at: start) == [.end(.interrupted(signal: 15))])
    }

    @Test func `a signal before anything listens stops what there is`() {
        var set = ProcessSet(trainerCount: 2, terms: Self.terms)
        _ = set.begin(at: start)
        #expect(set.noteSignal(15, at: start) == [.terminate(.compute)])
        #expect(set.noteListening(.compute, at: start) == [], "nothing is started any more")
        #expect(set.noteEnd(.compute, status: 0, at: start) == [.end(.interrupted(signal: 15))])
    }
}
