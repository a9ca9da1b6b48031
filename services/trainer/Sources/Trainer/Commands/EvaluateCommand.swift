internal import ArgumentParser
internal import Datasets
internal import Hosting
internal import Learning
internal import ModelFiles

/// `trainer evaluate MODEL DATA`: how well a model does on labelled data.
struct EvaluateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "evaluate",
        abstract: "Hold a model against a file with labels.",
        discussion: """
            Prints one JSON object: the loss that training made small, with accuracy for classes and conditions, the mean \
            absolute error for numbers, in their own unit, accuracy and perplexity for text. Rows without a label are left \
            out and counted.

              trainer evaluate run/digits/model.safetensors examples/data/digits/evaluation.csv.gz --top 3
              trainer evaluate model.safetensors t10k-images-idx3-ubyte.gz --labels t10k-labels-idx1-ubyte.gz
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var data: DataOptions

    @Option(help: "The labels of images, IDX; a table has its own, a text needs none.")
    var labels: String?

    @Option(help: "Of classes and text: also print in how many cases the right one is among so many likeliest ones.")
    var top: Int?

    @OptionGroup var logging: LoggingOptions

    func validate() throws {
        guard top.map({ (1...NetworkDescription.maximumWidth).contains($0) }) ?? true else {
            throw ValidationError("--top: expected 1 to \(NetworkDescription.maximumWidth), got \(top ?? 0)")
        }
    }

    func run() async throws {
        try ModelOptions.run(logging) { try evaluate() }
    }

    private func evaluate() throws {
        let stored = try model.read()
        try requireClasses(stored)
        let input = try data.prepare(for: stored, labels: labels, needsLabels: true)
        var evaluation = ModelEvaluation(stored.model, stored.preprocessing.target, top: top)
        try BatchedPrediction(stored, input, batch: data.batch).evaluate(top: top) { samples, outcome, amongFirst in
            evaluation.add(samples: samples.count, outcome, amongFirst: amongFirst)
        }
        ModelOptions.write(try evaluation.report(droppedRows: input.droppedRows).json())
    }

    private func requireClasses(_ stored: StoredModel) throws(ServiceFailure) {
        guard top != nil else { return }
        switch stored.preprocessing.target {
        case .classes, .nextToken: return
        case .number, .condition:
            throw ServiceFailure(.badInput, "--top: expected a model of classes or text, got one of numbers")
        }
    }
}
