import Datasets
import Foundation
import Learning
import Safetensors
import Testing
import WireProtocol

/// Models other than a perceptron through the three services.
@Suite(.serialized) struct ModelTests {
    @Test func `a convolutional network learns the digits, to the same bits on one trainer and on two`() async throws {
        let job = ModelJob.digits(epochs: 4, model: ModelJob.convolutions, extra: "target: {accuracy: 0.9, loss: 0.5}")
        let deployment = try await Deployment(job: job, minimumTrainers: 1)
        try await deployment.startTrainer()
        let alone = try await deployment.summary()
        #expect(try await SameResultTests.run(trainers: 2, job: job).sha256 == alone.sha256)
        let model = try SafetensorsFile(Array(deployment.model()))
        let expected = [
            ("conv.weight", [8, 1, 3, 3]), ("conv.bias", [8]), ("block.body.0.weight", [8]), ("block.body.0.bias", [8]),
            ("block.body.1.weight", [8, 8, 3, 3]), ("block.body.1.bias", [8]), ("fc.weight", [10, 128]),
            ("fc.bias", [10]),
        ]
        #expect(model.entries.map(\.name) == expected.map(\.0) && model.entries.map(\.shape) == expected.map(\.1))
        let network = try NetworkDescription(text: try #require(model.metadata["pangea.model"]))
        #expect(network.inputShape == [1, 8, 8] && network.layers.map(\.name)[2] == "block")
        #expect(try Model(network).layout.entries.map(\.name) == expected.map(\.0))
    }

    @Test func `dropout makes the same model on one trainer and on three, and evaluation drops nothing`() async throws {
        let job = ModelJob.digits(epochs: 3, model: ModelJob.dropout(0.5))
        let deployment = try await Deployment(job: job, minimumTrainers: 1)
        try await deployment.startTrainer()
        let alone = try await deployment.summary()
        #expect(try await SameResultTests.run(trainers: 3, job: job).sha256 == alone.sha256)
        let without = ModelJob.digits(epochs: 3, model: ModelJob.dropout(0))
        #expect(try await SameResultTests.run(trainers: 1, job: without).sha256 != alone.sha256)
        // What the run says of the final model is what the model says without dropout.
        let loss = try Self.evaluationLoss(of: try SafetensorsFile(Array(deployment.model())))
        #expect(abs(loss - alone.loss) < 1e-6 * loss)
    }

    @Test func `a layer that doesn't fit its input is named before any trainer joins`() async throws {
        let folder = try TemporaryFolder()
        let job = ModelJob.digits(
            epochs: 1, model: ModelJob.convolutions.replacing("kernel: 2}", with: "kernel: 9}"))
        try job.write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        let compute = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", Products.data, "--port", "0"])
        let address = try field("address", of: try await compute.line("serving"))
        let path = "\(folder.path)/job.yaml"
        try FileManager.default.createSymbolicLink(atPath: "\(folder.path)/data", withDestinationPath: Products.data)
        for arguments in [
            ["validate", path, "--compute", address], ["validate", path, "--data-root", Products.data],
            // The data lies beside the job.
            ["validate", path], [path, "--compute", address, "--port", "0", "--run-directory", "\(folder.path)/run"],
        ] {
            let orchestrator = try await ServiceProcess("orchestrator", name: "orchestrator", arguments)
            #expect(try await orchestrator.exitStatus() == 65)
            #expect(
                orchestrator.log.contains {
                    $0.contains("model.layers[3].maxPooling.kernel: expected at most the 8 x 8 of (8, 8, 8)")
                        && $0.contains("got 9")
                })
        }
    }

    @Test func `a job is validated without its data where that is somewhere else`() async throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/job.yaml"
        try ModelJob.digits(epochs: 1, model: ModelJob.convolutions).write(
            toFile: path, atomically: true, encoding: .utf8)
        let without = try await ServiceProcess("orchestrator", name: "orchestrator", ["validate", path])
        #expect(try await without.exitStatus() == 0)
        #expect(without.output.contains("its data isn't here, and wasn't looked at"))
        let with = try await ServiceProcess(
            "orchestrator", name: "orchestrator", ["validate", path, "--data-root", Products.data])
        #expect(try await with.exitStatus() == 0)
        #expect(with.output.contains("1437 training and 360 evaluation samples"))
        #expect(with.output.contains("1970 parameters, "))
        let wrong = try await ServiceProcess(
            "orchestrator", name: "orchestrator", ["validate", path, "--data-root", folder.path])
        #expect(try await wrong.exitStatus() == 65)
        #expect(wrong.log.last?.contains("the data below \(folder.path): ") == true)
    }

    @Test func `a model is described with its shapes, from the data or by flags`() async throws {
        let folder = try TemporaryFolder()
        try ModelJob.digits(epochs: 1, model: ModelJob.convolutions)
            .write(toFile: "\(folder.path)/job.yaml", atomically: true, encoding: .utf8)
        for flags in [["--data-root", Products.data], ["--input", "64", "--outputs", "10"]] {
            let trainer = try await ServiceProcess(
                "trainer", name: "trainer", ["describe", "\(folder.path)/job.yaml"] + flags)
            #expect(try await trainer.exitStatus() == 0)
            #expect(trainer.output.contains("conv          convolution  (8, 8, 8)          80        9216"))
            #expect(trainer.output.contains("input (1, 8, 8), 1970 parameters in 7880 bytes"))
        }
        let trainer = try await ServiceProcess("trainer", name: "trainer", ["describe", "\(folder.path)/job.yaml"])
        #expect(try await trainer.exitStatus() == 65)
        #expect(trainer.log.last?.contains("expected --data-root, or --input and --outputs") == true)
    }

    /// The mean loss of a model file on the digits' evaluation split.
    private static func evaluationLoss(of file: SafetensorsFile) throws -> Double {
        let model = try Model(NetworkDescription(text: try #require(file.metadata["pangea.model"])))
        let parameters = FloatArena(count: model.layout.count)
        for entry in model.layout.entries {
            let values = try file.floats(named: entry.name, shape: entry.shape)
            parameters.copy(values.span, at: entry.range.lowerBound)
        }
        let digits = try Digits.evaluation()
        let replica = try Replica(model: model, maximumSamples: digits.labels.count)
        return try replica.evaluate(
            features: digits.features.span, labels: .classIndices(digits.labels.span), parameters: parameters.span
        ).lossSum / Double(digits.labels.count)
    }
}
