internal import Foundation
internal import Terminal
internal import Watching

/// What a run came to, for a person.
package struct RunReport: Hashable, Sendable {
    /// The parts of the orchestrator's summary that are told.
    private struct Summary: Decodable, Hashable {
        struct Share: Decodable, Hashable {
            let trainer: String
            let microBatches: UInt64
        }

        let accuracy: Double?
        let loss: Double
        let meanAbsoluteError: Double?
        let perplexity: Double?
        let samplesPerSecond: Double
        let seconds: Double
        let sha256: String
        let shares: [Share]
        let steps: UInt64
    }

    /// What to print.
    package let lines: [String]

    /// Reads a summary; one that can't be read is printed as it is.
    package init(summary text: String, model: String) {
        guard let summary = try? JSONDecoder().decode(Summary.self, from: Data(text.utf8)) else {
            lines = [text, "model     " + model]
            return
        }
        let quality = [
            "loss " + Figures.loss(summary.loss),
            summary.accuracy.map { "accuracy " + Figures.share($0, decimals: 2) },
            summary.meanAbsoluteError.map { "mean absolute error " + Figures.loss($0) },
            summary.perplexity.map { "perplexity " + Figures.loss($0) },
        ].compactMap(\.self).joined(separator: ", ")
        let all = Double(max(1, summary.shares.map(\.microBatches).reduce(0, +)))
        let shares = summary.shares.map { "\($0.trainer) \(Figures.share(Double($0.microBatches) / all))" }
        lines = [
            "evaluated " + quality,
            "trained   \(Figures.count(summary.steps)) steps in \(Figures.time(summary.seconds)), "
                + "\(Figures.rate(summary.samplesPerSecond)) samples/s",
            "shares    " + shares.joined(separator: ", "),
            "sha256    " + summary.sha256,
            "model     " + model,
        ]
    }
}
