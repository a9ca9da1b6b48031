import LeaseEngine
import Testing

@Suite struct CheckpointScheduleTests {
    private func training(_ step: UInt64) -> Round { Round(.training, step: step) }

    @Test(
        arguments: [
            (2, [(1, false, false), (2, false, true), (3, false, false), (3, true, false), (4, false, true)]),
            (nil, [(1, false, false), (3, false, false), (3, true, true), (4, false, false)]),
            (3, [(3, true, true)]),
        ] as [(UInt64?, [(UInt64, Bool, Bool)])])
    func `one is due each so many steps, or at the end of each epoch`(
        everySteps: UInt64?, commits: [(step: UInt64, closesEpoch: Bool, isDue: Bool)]
    ) {
        var schedule = CheckpointSchedule(everySteps: everySteps, keep: 9)
        for (step, closesEpoch, isDue) in commits {
            let decisions = schedule.commit(before: training(step), closesEpoch: closesEpoch, at: .zero)
            #expect(decisions == (isDue ? [.write(step: step)] : []), "\(step)")
            _ = schedule.written(at: .zero)
        }
    }

    @Test func `one is written at a time, and what waits is the newest when its turn comes`() {
        var schedule = CheckpointSchedule(everySteps: 1, keep: 2)
        #expect(schedule.commit(before: training(1), closesEpoch: false, at: .zero) == [.write(step: 1)])
        #expect(
            schedule.commit(before: training(2), closesEpoch: false, at: .zero) == [.postpone(step: 2, writing: 1)])
        #expect(
            schedule.commit(before: training(3), closesEpoch: false, at: .zero) == [.postpone(step: 3, writing: 1)])
        #expect(schedule.written(at: .zero) == [.write(step: 3)])
        #expect(schedule.written(at: .zero) == [])
        #expect(schedule.kept == [1, 3])
    }

    @Test func `the last ones are kept, once a newer one is safe`() {
        var schedule = CheckpointSchedule(everySteps: 1, keep: 2, kept: [4, 5])
        #expect(schedule.commit(before: training(6), closesEpoch: false, at: .zero) == [.write(step: 6)])
        #expect(schedule.kept == [4, 5])
        #expect(schedule.written(at: .zero) == [.delete(steps: [4])])
        #expect(schedule.kept == [5, 6])
    }

    @Test func `a failure is tried again, later each time, with the newest state`() {
        var schedule = CheckpointSchedule(everySteps: 2, keep: 2)
        #expect(schedule.commit(before: training(2), closesEpoch: false, at: .zero) == [.write(step: 2)])
        #expect(
            schedule.failed(reason: "no space", at: .zero) == [.retry(step: 2, after: .seconds(1), reason: "no space")])
        #expect(schedule.tick(at: .milliseconds(900)) == [])
        #expect(schedule.commit(before: training(3), closesEpoch: false, at: .milliseconds(950)) == [])
        #expect(schedule.tick(at: .seconds(1)) == [.write(step: 3)])
        #expect(
            schedule.failed(reason: "no space", at: .seconds(1))
                == [.retry(step: 3, after: .seconds(2), reason: "no space")])
        #expect(schedule.tick(at: .seconds(2)) == [])
        #expect(schedule.tick(at: .seconds(3)) == [.write(step: 3)])
        #expect(schedule.written(at: .seconds(3)) == [])
        #expect(schedule.kept == [3])
    }

    @Test func `nothing is written between an epoch's last step and its evaluation`() {
        var schedule = CheckpointSchedule(everySteps: 1, keep: 2)
        #expect(schedule.commit(before: training(2), closesEpoch: false, at: .zero) == [.write(step: 2)])
        _ = schedule.failed(reason: "no space", at: .zero)
        #expect(schedule.commit(before: Round(.evaluation, step: 3), closesEpoch: false, at: .seconds(5)) == [])
        #expect(schedule.tick(at: .seconds(6)) == [])
        #expect(schedule.commit(before: training(3), closesEpoch: true, at: .seconds(7)) == [.write(step: 3)])
    }

    @Test func `a failure that trying again can't help ends it`() {
        var schedule = CheckpointSchedule(everySteps: 1, keep: 2, kept: [1])
        #expect(schedule.commit(before: training(2), closesEpoch: false, at: .zero) == [.write(step: 2)])
        #expect(
            schedule.failed(reason: "no space", canRetry: false, at: .zero) == [.giveUp(step: 2, reason: "no space")])
        #expect(schedule.commit(before: training(3), closesEpoch: false, at: .seconds(99)) == [])
        #expect(schedule.kept == [1])
    }

    @Test func `when the run ends only its last state is written, after the one under way`() {
        var schedule = CheckpointSchedule(everySteps: 1, keep: 2, kept: [7])
        #expect(schedule.commit(before: training(8), closesEpoch: false, at: .zero) == [.write(step: 8)])
        #expect(
            schedule.commit(before: training(9), closesEpoch: false, at: .zero) == [.postpone(step: 9, writing: 8)])
        schedule.close()
        #expect(schedule.written(at: .zero) == [])
        #expect(schedule.tick(at: .seconds(9)) == [])
        #expect(schedule.writtenLast(step: 10) == [.delete(steps: [7])])
        #expect(schedule.kept == [8, 10])
    }

    @Test func `a failure in the end is not tried again`() {
        var schedule = CheckpointSchedule(everySteps: 1, keep: 2)
        #expect(schedule.commit(before: training(8), closesEpoch: false, at: .zero) == [.write(step: 8)])
        schedule.close()
        #expect(schedule.failed(reason: "no space", at: .zero) == [])
        #expect(schedule.tick(at: .seconds(9)) == [])
    }

    @Test func `those that can't be read never count, and go when a newer one is safe`() {
        var schedule = CheckpointSchedule(everySteps: 5, keep: 1, kept: [10], damaged: [20, 15])
        #expect(schedule.commit(before: training(15), closesEpoch: false, at: .zero) == [.write(step: 15)])
        #expect(schedule.written(at: .zero) == [.delete(steps: [20, 10])])
        #expect(schedule.kept == [15])
        #expect(schedule.commit(before: training(20), closesEpoch: false, at: .zero) == [.write(step: 20)])
        #expect(schedule.written(at: .zero) == [.delete(steps: [15])])
    }
}
