import Learning
import Testing

@Suite struct ScheduleTests {
    @Test func `a constant rate stays`() {
        let schedule = Schedule(base: 0.25)
        #expect(schedule.rate(at: 0) == 0.25)
        #expect(schedule.rate(at: .max) == 0.25)
    }

    @Test func `warm-up leads up to the base rate in equal parts`() {
        let schedule = Schedule(base: 0.4, warmUpSteps: 4)
        #expect((0..<6).map { schedule.rate(at: $0) } == [0.1, 0.2, 0.4 * 0.75, 0.4, 0.4, 0.4])
    }

    @Test func `steps and cosine agree with PyTorch`() throws {
        let expected = try Fixture.read("optimisers.json", as: OptimiserFixture.self).schedules
        let step = Schedule(base: 0.1, shape: .step(every: 7, factor: 0.3))
        let cosine = Schedule(base: 0.1, shape: .cosine(total: 40, floor: 0.01))
        for (index, rate) in expected.step.enumerated() {
            #expect(abs(step.rate(at: UInt64(index)) - rate) < 1e-15)
        }
        for (index, rate) in expected.cosine.enumerated() {
            #expect(abs(cosine.rate(at: UInt64(index)) - rate) < 1e-14)
        }
        let oneCycle = Schedule(
            base: 0.1, shape: .oneCycle(total: 40, rising: 0.3, divisor: 25, finalDivisor: 100))
        for (index, rate) in expected.oneCycle.enumerated() {
            #expect(abs(oneCycle.rate(at: UInt64(index)) - rate) < 1e-14)
        }
        #expect(oneCycle.rate(at: 39) == oneCycle.rate(at: 1000))
    }

    @Test func `behind the warm-up a shape counts from its end, and a cosine ends with the run`() {
        let step = Schedule(base: 1, warmUpSteps: 10, shape: .step(every: 5, factor: 0.5))
        #expect([9, 10, 14, 15, 19, 20].map { step.rate(at: $0) } == [1, 1, 1, 0.5, 0.5, 0.25])
        let cosine = Schedule(base: 1, warmUpSteps: 10, shape: .cosine(total: 30, floor: 0.2))
        #expect(cosine.rate(at: 9) == 1)
        #expect(cosine.rate(at: 10) == 1)
        #expect(abs(cosine.rate(at: 20) - 0.6) < 1e-15)
        #expect(cosine.rate(at: 30) == 0.2)
        #expect(cosine.rate(at: 1000) == 0.2)
    }

    @Test(arguments: [
        (Schedule(base: 0), "schedule.base: expected a finite rate above 0, got 0.0"),
        (Schedule(base: .nan), "schedule.base: expected a finite rate above 0, got nan"),
        (Schedule(base: 1, shape: .step(every: 0, factor: 0.5)), "schedule.every: expected at least 1 step, got 0"),
        (
            Schedule(base: 1, shape: .step(every: 1, factor: 1.5)),
            "schedule.factor: expected a number above 0 and at most 1, got 1.5"
        ),
        (
            Schedule(base: 1, warmUpSteps: 5, shape: .cosine(total: 5, floor: 0)),
            "schedule.total: expected more than the 5 steps of the warm-up, got 5"
        ),
        (
            Schedule(
                base: 1, warmUpSteps: 2, shape: .oneCycle(total: 9, rising: 0.3, divisor: 25, finalDivisor: 1e4)),
            "schedule.warmUpSteps: expected 0 with one cycle, which warms up itself, got 2"
        ),
        (
            Schedule(base: 1, shape: .oneCycle(total: 3, rising: 0.3, divisor: 25, finalDivisor: 1e4)),
            "schedule.rising: expected a fraction between 0 and 1, more than one of the 3 steps, got 0.3"
        ),
        (
            Schedule(base: 1, shape: .oneCycle(total: 9, rising: 0.3, divisor: 0, finalDivisor: 1e4)),
            "schedule.divisor: expected a finite number of at least 1, got 0.0"
        ),
        (
            Schedule(base: 1, shape: .cosine(total: 5, floor: 2)),
            "schedule.floor: expected a rate in 0...1.0, got 2.0"
        ),
    ])
    func `values out of bounds are refused by name`(schedule: Schedule, message: String) {
        let error = #expect(throws: LearningError.self) { try schedule.validate() }
        #expect(error?.description == message)
    }
}
