internal import ArgumentParser
internal import Datasets
internal import Foundation
internal import Hosting
internal import JobFile
internal import Learning
internal import Logging

/// `trainer describe JOB`: what a job's model is made of, and what it takes to train it.
struct DescribeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "describe",
        abstract: "Print a job's layers with shapes, parameters, memory and operations.",
        discussion: """
            What the model takes and gives comes from the data: either --data-root has it read, or --input and --outputs \
            say it.

              trainer describe examples/digits.yaml --data-root examples/data
              trainer describe examples/fashion-mnist.yaml --input 28x28 --outputs 10
            """)

    @Argument(help: "The job file, YAML.")
    var job: String

    @Option(help: "Folder with the job's data.")
    var dataRoot: String?

    @Option(help: "The shape of one sample as the data has it, for example 28x28.")
    var input: String?

    @Option(help: "Classes, or numbers to predict; of text, the tokens.")
    var outputs: Int?

    @Option(help: "Tokens that the data knows, where a sample is tokens.")
    var tokens: Int?

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        if let input {
            guard Self.shape(input) != nil else {
                throw ValidationError("--input: expected sizes like 1x28x28, got \"\(input)\"")
            }
        }
        for (flag, value) in [("outputs", outputs), ("tokens", tokens)] {
            guard value.map({ (1...NetworkDescription.maximumWidth).contains($0) }) ?? true else {
                throw ValidationError(
                    "--\(flag): expected 1 to \(NetworkDescription.maximumWidth), got \(value ?? 0)")
            }
        }
    }

    func run() async throws {
        do {
            print(try report())
        } catch {
            throw ArgumentParser.ExitCode(ServiceRunner.report(error, to: logging.logger(for: "trainer")).rawValue)
        }
    }

    private func report() throws -> ModelReport {
        let job: Job
        do {
            job = try Job(file: self.job)
        } catch {
            throw ServiceFailure(.badInput, "job file \(self.job)", cause: error)
        }
        let form = try form(of: job)
        do {
            return try job.model.model(for: form).report(microBatch: job.training.microBatch)
        } catch {
            throw ServiceFailure(.badInput, "the model of \(self.job)", cause: error)
        }
    }

    private func form(of job: Job) throws(ServiceFailure) -> SampleForm {
        if let dataRoot {
            do {
                let cores = ProcessInfo.processInfo.activeProcessorCount
                return SampleForm(try Dataset.open(job.data, root: dataRoot, cores: cores).description)
            } catch {
                throw ServiceFailure(.badInput, "the data of \(self.job)", cause: error)
            }
        }
        guard let shape = input.flatMap(Self.shape), let outputs = outputs ?? tokens else {
            throw ServiceFailure(
                .badInput,
                "the model of \(self.job) depends on its data: expected --data-root, or --input and --outputs")
        }
        let labels: SampleForm.Labels =
            switch job.model.loss {
            case .crossEntropy, nil: .classes(outputs)
            case .meanSquaredError: .values(outputs)
            case .binaryCrossEntropy: .conditions(outputs)
            }
        return SampleForm(shape: shape, tokenCount: tokens, labels: labels)
    }

    /// The sizes of "1x28x28".
    private static func shape(_ text: String) -> [Int]? {
        let parts = text.split(separator: "x", omittingEmptySubsequences: false)
        let sizes = parts.compactMap { Int($0) }.filter { $0 >= 1 && $0 <= NetworkDescription.maximumWidth }
        return sizes.count == parts.count ? sizes : nil
    }
}
