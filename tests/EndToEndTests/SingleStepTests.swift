import Datasets
import Foundation
import Learning
import Reduction
import Testing
import Transport
import WireProtocol

import enum Schemas.Role

@Suite struct SingleStepTests {
    static let data = DataDescription(
        source: .csv(
            CSVFiles(
                training: "digits/training.csv.gz", evaluation: "digits/evaluation.csv.gz", hasHeader: false,
                labelColumn: "64")),
        standardisation: .global)

    /// What the trainer pushed for one step.
    struct Step: Sendable {
        var gradient: [Float]
        var statistics = Statistics.zero
        var buckets: [Int] = []
    }

    @Test func `a step's loss and every gradient are those of an independent implementation`() async throws {
        let compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0"])
        let computeAddress = try field("address", of: try await compute.line("serving"))
        let dataset = try Dataset.open(Self.data, root: Products.data, cores: 1)
        let description = NetworkDescription.multilayerPerceptron(inputs: 64, hidden: [24, 12], outputs: 10)
        let model = try Model(description)
        let buckets = try BucketLayout(parameterCount: model.layout.count, bucketParameters: 512)
        let run = RunDescription(
            name: "one step", seed: 11, data: Self.data, dataset: dataset.description, model: description,
            numerics: .standard, batch: 56, microBatch: 8, evaluationBatch: 30, bucketSizes: buckets.sizes)
        let parameters = model.initialParameters(seed: 3)
        let plan = try StepPlan(trainingSamples: 1437, batch: 56, microBatch: 8)
        let leafCount = plan.microBatchCount(of: 1)
        #expect(leafCount == 7)

        let orchestrator = try await LoneOrchestrator(run)
        let trainer = try await ServiceProcess(
            "trainer", name: "trainer",
            ["--orchestrator", orchestrator.address, "--compute", computeAddress, "--name", "one"])
        let step = try await orchestrator.withMember { trainer in
            try await trainer.send(
                .lease(
                    LeaseGrant(
                        id: 9, phase: .training, step: 1, leaves: Leaves(0..<leafCount), deadline: .seconds(60))))
            try await trainer.send(.credit(leases: [9], buckets: buckets.count))
            for bucket in 0..<buckets.count {
                let values = TensorMemory(byteCount: buckets.range(of: bucket).count * 4)
                values.withMutableSpan(of: Float.self) { span in
                    for index in span.indices {
                        span[index] = parameters.span[buckets.range(of: bucket).lowerBound + index]
                    }
                }
                try await trainer.send(
                    .parameters(
                        lineage: LoneOrchestrator.lineage, step: 1, bucket: bucket, values: WireValues(values)))
            }
            var step = Step(gradient: Array(repeating: .nan, count: model.layout.count))
            while step.buckets.count < buckets.count, let message = try await trainer.receive() {
                guard case .gradientUpdate(let push, let bucket, let gradient) = message.payload else { continue }
                #expect(push.lease == 9 && push.step == 1 && push.lineage == LoneOrchestrator.lineage)
                #expect(push.leaves == Leaves(0..<leafCount))
                let range = buckets.range(of: bucket)
                #expect(gradient.count == range.count)
                for index in 0..<gradient.count { step.gradient[range.lowerBound + index] = gradient.span[index] }
                step.statistics = push.statistics
                step.buckets.append(bucket)
            }
            try await trainer.send(.finish(reason: "enough", succeeded: true))
            return step
        }
        #expect(try await trainer.exitStatus() == 0)
        #expect(step.buckets == Array(0..<buckets.count))

        let samples = EpochPermutation(seed: 11, epoch: 0, count: 1437)[plan.positions(of: 1)]
        var features = [Float](repeating: 0, count: samples.count * 64)
        var labels = [UInt32](repeating: 0, count: samples.count)
        var featureSpan = features.mutableSpan
        var labelSpan = labels.mutableSpan
        try dataset.gather(.training, samples, features: &featureSpan)
        try dataset.gather(.training, samples, classes: &labelSpan)
        let reference = ReferencePerceptron(
            widths: [64, 24, 12, 10], parameters: (0..<parameters.count).map { Double(parameters.span[$0]) }
        ).outcome(features: features, labels: labels.map(Int.init))

        #expect(step.statistics.samples == 56)
        #expect(Int(step.statistics.correct) == reference.correct)
        #expect(abs(step.statistics.lossSum - reference.lossSum) < 1e-5 * reference.lossSum)
        #expect(
            step.statistics.ledger == Ledger.sum(epoch: 0, sampleIds: samples.map { UInt64($0) }))
        let largest = reference.gradient.map(abs).max() ?? 0
        #expect(largest > 1)
        for (index, expected) in reference.gradient.enumerated() {
            let difference = abs(Double(step.gradient[index]) - expected)
            #expect(
                difference < 1e-5 * largest, "parameter \(index): expected \(expected), got \(step.gradient[index])")
        }
    }
}
