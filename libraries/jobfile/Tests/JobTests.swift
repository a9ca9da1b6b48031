import Datasets
import Foundation
import JobFile
import Learning
import Testing

@Suite struct JobTests {
    static let full = """
        name: full
        seed: 18446744073709551615
        data:
          idx:
            trainingFeatures: a/x.gz
            trainingLabels: a/y.gz
            evaluationFeatures: b/x.gz
            evaluationLabels: b/y.gz
          scaling: unit
          standardisation: feature
          labels: oneHot
        model:
          inputShape: [784]
          mlp:
            hidden: [256, 128]
        training:
          batch: 128
          microBatch: 32
          epochs: 5
          clipNorm: 0.75
          optimiser:
            adamW:
              beta1: 0.8
              beta2: 0.99
              epsilon: 1e-6
              weightDecay: 0.1
              decays: weights
          schedule:
            rate: 0.05
            warmUpSteps: 1_000
            decay:
              step: {every: 100, factor: 0.5}
        numerics:
          blasKernel: SkylakeX
          blasThreads: 2
        evaluation:
          batch: 1000
        checkpoint:
          everySteps: 50
          keep: 7
        exchange:
          bucketParameters: 4096
        audit: 0.0317
        target:
          accuracy: 0.87
        """

    static let small = """
        name: small
        seed: 5
        data:
          csv: {training: a.csv, evaluation: b.csv, label: y}
        model:
          mlp: {hidden: []}
        training:
          batch: 4
          microBatch: 2
          epochs: 2
          optimiser:
            sgd: {momentum: 0.5}
          schedule: {rate: 0.25}
        evaluation: {batch: 3}
        """

    @Test func `every key is read`() throws {
        let job = try Job(yaml: Self.full)
        #expect(job.name == "full")
        #expect(job.seed == .max)
        #expect(
            job.data
                == DataDescription(
                    source: .idx(
                        IDXFiles(
                            trainingFeatures: "a/x.gz", trainingLabels: "a/y.gz", evaluationFeatures: "b/x.gz",
                            evaluationLabels: "b/y.gz")),
                    scaling: .unit, standardisation: .feature, labels: .oneHot))
        #expect(job.model == ModelSection(architecture: .multilayerPerceptron(hidden: [256, 128]), inputShape: [784]))
        #expect(job.training.batch == 128 && job.training.microBatch == 32 && job.training.epochs == 5)
        #expect(job.training.optimiser == .adamW(beta1: 0.8, beta2: 0.99, epsilon: 1e-6, weightDecay: 0.1))
        #expect(
            job.training.schedule(totalSteps: 7)
                == Schedule(base: 0.05, warmUpSteps: 1000, shape: .step(every: 100, factor: 0.5)))
        #expect(job.training.decays == .weights)
        #expect(job.training.clipping == GradientClipping(maximumNorm: 0.75))
        #expect(job.numerics == Numerics(blasKernel: "SkylakeX", blasThreads: 2))
        #expect(job.evaluation.batch == 1000)
        #expect(job.checkpoint.everySteps == 50 && job.checkpoint.keep == 7)
        #expect(job.exchange.bucketParameters == 4096)
        #expect(job.audit == 0.0317)
        #expect(job.target.accuracy == 0.87)
    }

    @Test func `what may be left out has a default`() throws {
        let job = try Job(yaml: Self.small.replacing("evaluation: {batch: 3}", with: ""))
        #expect(
            job.data
                == DataDescription(
                    source: .csv(CSVFiles(training: "a.csv", evaluation: "b.csv", hasHeader: true, labelColumn: "y"))))
        #expect(job.training.optimiser == .sgd(momentum: 0.5, nesterov: false, weightDecay: 0))
        #expect(job.training.schedule(totalSteps: 7) == Schedule(base: 0.25))
        #expect(job.training.clipping == nil)
        #expect(job.numerics == .standard)
        #expect(job.evaluation.batch == 500)
        #expect(job.checkpoint.everySteps == nil && job.checkpoint.keep == 3)
        #expect(job.exchange.bucketParameters == 1 << 18)
        #expect(job.audit == 0)
        #expect(job.target.accuracy == nil)
    }

    @Test(arguments: [
        ("batch: 4", "bach: 4", "line 8: unknown key \"training.bach\"; did you mean \"training.batch\"?"),
        ("name: small", "name: small\nzzz: 1", "line 2: unknown key \"zzz\""),
        ("seed: 5", "", "expected a key \"seed\", found none"),
        (
            "seed: 5", "seed: -1",
            "line 2, seed: expected a whole number from 0 to 2^64 - 1, found \"-1\""
        ),
        (
            "microBatch: 2", "microBatch: 3",
            "line 8, training.microBatch: expected a divisor of the batch, 4, found 3"
        ),
        (
            "epochs: 2", "epochs: 0",
            "line 10, training.epochs: expected a whole number from 1 to 2147483647, found \"0\""
        ),
        (
            "sgd: {momentum: 0.5}", "sgd: {momentum: 1}",
            "line 12, training.optimiser.sgd.momentum: expected a number from 0 to below 1, found \"1\""
        ),
        (
            "sgd: {momentum: 0.5}", "sgd: {nesterov: true}",
            "line 12, training.optimiser.sgd.nesterov: expected false without momentum, found true"
        ),
        (
            "sgd: {momentum: 0.5}", "sgd: {nesterov: maybe}",
            "line 12, training.optimiser.sgd.nesterov: expected true or false, found \"maybe\""
        ),
        (
            "sgd: {momentum: 0.5}", "sgd: {}\n    adamW: {}",
            "line 12, training.optimiser: expected exactly one of sgd, adamW, lion, found sgd and adamW"
        ),
        (
            "sgd: {momentum: 0.5}", "adam: {}",
            "line 12: unknown key \"training.optimiser.adam\"; did you mean \"training.optimiser.adamW\"?"
        ),
        ("mlp: {hidden: []}", "mlp: {hidden: [1, x]}", "line 6, model.mlp.hidden: expected a list, each"),
        ("mlp: {hidden: []}", "mlp: {hidden: 4}", "line 6, model.mlp.hidden: expected a list, each"),
        (
            "epochs: 2", "epochs: 2\n  clipNorm: 0",
            "line 11, training.clipNorm: expected a number above 0, found \"0\""
        ),
        (
            "mlp: {hidden: []}", "mlp: {hidden: []}\n  lenet: {}",
            "line 6, model: expected exactly one of mlp, lenet, resnet-small, gpt, layers, found mlp and lenet"
        ),
        (
            "mlp: {hidden: []}", "layers: [{linear: {outputs: 3}}, {linear: {outputs: 0}}]",
            "line 6, model.layers[1].linear.outputs: expected a whole number from 1 to 16777216, found \"0\""
        ),
        (
            "mlp: {hidden: []}", "layers: [{lineer: {outputs: 3}}]",
            "line 6: unknown key \"model.layers[0].lineer\"; did you mean \"model.layers[0].linear\"?"
        ),
        ("mlp: {hidden: []}", "layers: [linear]", "expected a key \"model.layers[0].linear.outputs\", found none"),
        ("mlp: {hidden: []}", "layers: relu", "line 6, model.layers: expected a list of at most 4096, found \"relu\""),
        (
            "mlp: {hidden: []}", "layers: [{name: a}]",
            "line 6, model.layers[0]: expected exactly one of linear, convolution,"
        ),
        (
            "mlp: {hidden: []}", "layers: [{residual: {body: [{dropout: {probability: 1}}]}}]",
            "line 6, model.layers[0].residual.body[0].dropout.probability: expected a number from 0 to below 1, found "
        ),
        (
            "sgd: {momentum: 0.5}", "lion: {decays: biases}",
            "line 12, training.optimiser.lion.decays: expected one of all, weights, found \"biases\""
        ),
        (
            "rate: 0.25", "rate: 0.25, decay: {cosine: {floor: 0.5}}",
            "line 13, training.schedule.decay.cosine.floor: expected at most the rate, 0.25, found 0.5"
        ),
        (
            "rate: 0.25", "rate: 0.25, warmUpSteps: 3, decay: {oneCycle: {}}",
            "line 13, training.schedule.warmUpSteps: expected none with one cycle, which warms up itself, found 3"
        ),
        (
            "rate: 0.25", "rate: 0.25, decay: {step: {every: 2, factor: 1.5}}",
            "line 13, training.schedule.decay.step.factor: expected a number above 0 and at most 1, found \"1.5\""
        ),
        ("rate: 0.25", "rate: .nan", "line 13, training.schedule.rate: expected a number above 0, found \".nan\""),
        ("rate: 0.25", "rate: nan", "line 13, training.schedule.rate: expected a number above 0, found \"nan\""),
        (
            "{training: a.csv, evaluation: b.csv, label: y}", "x",
            "line 4, data.csv: expected keys with values, found \"x\""
        ),
        ("csv: {", "table: {", "line 4, data: expected exactly one of idx, csv, text, found none"),
        ("name: small", "name: [", "expected YAML: "),
        ("name: small", "name: a\nname: b", "expected YAML: "),
    ])
    func `a mistake is named with its line, what was expected and what came`(
        old: String, new: String, message: String
    ) throws {
        let error = #expect(throws: JobFileError.self) { try Job(yaml: Self.small.replacing(old, with: new)) }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [(8, true), (9, false)])
    func `lists of layers lie so deep in one another and no deeper`(depth: Int, fits: Bool) {
        var layers = "[relu]"
        for _ in 1..<depth { layers = "[{sequential: {layers: \(layers)}}]" }
        let yaml = Self.small.replacing("mlp: {hidden: []}", with: "layers: \(layers)")
        #expect(((try? Job(yaml: yaml)) != nil) == fits)
    }

    @Test(arguments: [
        "", "- a\n- b", "word", "\u{0}", "a: &x [*x]", "{", "? [1]: 2", String(repeating: "[", count: 1000),
    ])
    func `no text traps`(text: String) {
        #expect(throws: JobFileError.self) { try Job(yaml: text) }
    }

    @Test func `the canonical text holds what decides about the result, and nothing else`() throws {
        let text = try Job(yaml: Self.full).canonicalText
        let deciding = [
            ("18446744073709551615", "1"), ("batch: 128", "batch: 64"),
            ("microBatch: 32", "microBatch: 16"), ("epochs: 5", "epochs: 6"), ("beta1: 0.8", "beta1: 0.9"),
            ("beta2: 0.99", "beta2: 0.9"), ("1e-6", "1e-7"), ("weightDecay: 0.1", "weightDecay: 0"),
            ("rate: 0.05", "rate: 0.06"), ("1_000", "10"), ("every: 100", "every: 101"),
            ("factor: 0.5", "factor: 0.6"), ("SkylakeX", "Haswell"), ("blasThreads: 2", "blasThreads: 1"),
            ("batch: 1000", "batch: 999"), ("4096", "8192"), ("clipNorm: 0.75", "clipNorm: 1"), ("clipNorm: 0.75", ""),
            ("decays: weights", ""),
        ]
        for (old, new) in deciding {
            #expect(try Job(yaml: Self.full.replacing(old, with: new)).canonicalText != text, "\(old)")
        }
        for (old, new) in [
            ("name: full", "name: other"), ("50", "60"), ("keep: 7", "keep: 1"), ("0.87", "0.9"), ("0.0317", "1"),
        ] {
            #expect(try Job(yaml: Self.full.replacing(old, with: new)).canonicalText == text, "\(old)")
        }
    }

    @Test func `every example is a job`() throws {
        let folder = URL(fileURLWithPath: #filePath).appending(path: "../../../../examples").standardizedFileURL
        let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "yaml" }
        #expect(files.count >= 2)
        for file in files {
            let job = try Job(yaml: String(contentsOf: file, encoding: .utf8))
            #expect(job.name == file.deletingPathExtension().lastPathComponent)
        }
    }

    @Test(arguments: [
        ("", "abc", 3), ("abc", "", 3), ("batch", "bach", 1), ("kitten", "sitting", 3), ("same", "same", 0),
    ])
    func `the distance between words counts edits`(left: String, right: String, distance: Int) {
        #expect(editDistance(left, right) == distance)
    }
}
