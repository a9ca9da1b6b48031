internal import ArgumentParser
internal import Datasets
internal import Hosting
internal import Learning
internal import ModelFiles

/// `trainer predict MODEL DATA`: what a model says of raw data.
struct PredictCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Predict the labels of a file with a model that a run has left.",
        discussion: """
            The file is raw, as the training data was: the preprocessing that travels with the model is applied to it, and \
            answers are in the data's words: names of classes, numbers in their own unit, true or false. A table may lack \
            the label's column. Answers appear batch by batch, in the order of the file.

              trainer predict run/digits/model.safetensors examples/data/digits/evaluation.csv.gz
              trainer predict model.safetensors flights.csv --format json
            """)

    @OptionGroup var model: ModelOptions
    @OptionGroup var data: DataOptions

    @Option(help: "csv with a header, or json: one object a line.")
    var format = PredictionFormat.csv

    @Flag(help: "Say how likely each class is, not only the answer.")
    var everyClass = false

    @OptionGroup var logging: LoggingOptions

    func run() async throws {
        try ModelOptions.run(logging) { try predict() }
    }

    private func predict() throws {
        let stored = try model.read()
        let target = stored.preprocessing.target
        guard target != .nextToken else {
            throw ServiceFailure(
                .badInput,
                "model \(stored.path): expected one with an answer for a sample, found one of text: "
                    + "trainer generate goes on with a text")
        }
        let prediction = try BatchedPrediction(stored, try data.prepare(for: stored), batch: data.batch)
        if let header = format.header(target, everyClass: everyClass) { ModelOptions.write(header) }
        let width = stored.model.outputCount
        try prediction.run { samples, outputs in
            let lines = samples.enumerated().compactMap { row, sample in
                Prediction(
                    sample: sample, outputs: outputs.span.extracting(row * width..<(row + 1) * width), meaning: target,
                    loss: stored.model.description.loss
                ).map { format.line($0, target, everyClass: everyClass) }
            }
            ModelOptions.write(lines.joined(separator: "\n"))
        }
    }
}
