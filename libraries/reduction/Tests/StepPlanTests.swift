import Reduction
import Testing

@Suite struct StepPlanTests {
    @Test func `sixty thousand images and a batch of 128 leave a short last step`() throws {
        let plan = try StepPlan(trainingSamples: 60_000, batch: 128, microBatch: 32)
        #expect(plan.stepsPerEpoch == 469)
        #expect(plan.microBatchCount(of: 0) == 4)
        #expect(plan.sampleCount(of: 468) == 96)
        #expect(plan.microBatchCount(of: 468) == 3)
        #expect(plan.isLastOfEpoch(468) && !plan.isLastOfEpoch(467) && !plan.isLastOfEpoch(469))
        #expect(plan.epoch(of: 468) == 0 && plan.epoch(of: 469) == 1)
        #expect(plan.positions(of: 469) == 0..<128)
        #expect(plan.positions(of: 468, microBatch: 2) == 59_968..<60_000)
        #expect(plan.positions(of: 468, microBatch: 3) == nil)
        #expect(plan.positions(of: .max, microBatch: .max) == nil)
        #expect(plan.positions(of: 0, microBatch: -1) == nil)
    }

    @Test(arguments: [(1, 1, 1), (10, 4, 2), (10, 4, 4), (11, 4, 2), (7, 100, 10), (100, 7, 7), (33, 16, 8)])
    func `every position belongs to exactly one micro-batch`(samples: Int, batch: Int, microBatch: Int) throws {
        let plan = try StepPlan(trainingSamples: samples, batch: batch, microBatch: microBatch)
        let stepsPerEpoch = UInt64(plan.stepsPerEpoch)
        for epoch in 0..<UInt64(3) {
            var positions: [Int] = []
            for step in epoch * stepsPerEpoch..<(epoch + 1) * stepsPerEpoch {
                #expect(plan.epoch(of: step) == epoch)
                var count = 0
                for index in 0..<plan.microBatchCount(of: step) {
                    let range = try #require(plan.positions(of: step, microBatch: index))
                    #expect(!range.isEmpty)
                    #expect(range.count == plan.sampleCount(of: step, leaves: Leaves(index..<index + 1)))
                    positions += range
                    count += range.count
                }
                #expect(count == plan.sampleCount(of: step))
                #expect(count == plan.sampleCount(of: step, leaves: Leaves(0..<plan.microBatchCount(of: step))))
            }
            #expect(positions == Array(0..<samples))
        }
    }

    @Test(arguments: [
        (0, 4, 2, "plan of steps: the number of training samples must be between 1 and 2199023254528, found 0"),
        (10, -4, 2, "plan of steps: batch must be between 1 and 2199023254528, found -4"),
        (10, 4, 0, "plan of steps: micro-batch must be between 1 and 2199023254528, found 0"),
        (
            .max, 4, 2,
            "plan of steps: the number of training samples must be between 1 and 2199023254528, found \(Int.max)"
        ),
        (10, 5, 2, "plan of steps: batch must be a multiple of the micro-batch, found 5 and 2"),
        (10, 1 << 33, 1, "plan of steps: a batch has at most 4294967295 micro-batches, found 8589934592"),
    ]) func `numbers that make no plan are refused`(samples: Int, batch: Int, microBatch: Int, message: String) {
        let error = #expect(throws: ReductionError.self) {
            try StepPlan(trainingSamples: samples, batch: batch, microBatch: microBatch)
        }
        #expect(error?.description == message)
    }

    @Test func `an evaluation is cut in the order of its split`() throws {
        let plan = try EvaluationPlan(samples: 10_000, batch: 1024)
        #expect(plan.batchCount == 10)
        #expect(plan.positions(of: 0) == 0..<1024)
        #expect(plan.positions(of: 9) == 9216..<10_000)
        #expect(plan.positions(of: 10) == nil)
        #expect(plan.sampleCount(of: Leaves(8..<10)) == 1808)
        #expect(throws: ReductionError.self) { try EvaluationPlan(samples: 10, batch: 0) }
    }
}
