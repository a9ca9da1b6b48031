extension DataDescription {
    /// One text for each description, different for different ones: what enters the data set's digest.
    ///
    /// A line for each key. Texts that users choose stand behind their length in UTF-8 bytes, so no choice of
    /// them can imitate another line.
    package var canonicalText: String {
        let lines =
            switch source {
            case .idx(let files):
                [
                    "source idx",
                    line("trainingFeatures", files.trainingFeatures), line("trainingLabels", files.trainingLabels),
                    line("evaluationFeatures", files.evaluationFeatures),
                    line("evaluationLabels", files.evaluationLabels),
                ]
            case .csv(let files):
                [
                    "source csv",
                    line("training", files.training), line("evaluation", files.evaluation),
                    "hasHeader \(files.hasHeader)", line("labelColumn", files.labelColumn),
                ]
            }
        let treatment = [
            "scaling \(scaling.rawValue)", "standardisation \(standardisation.rawValue)", "labels \(labels.rawValue)",
        ]
        return (lines + treatment).map { $0 + "\n" }.joined()
    }

    private func line(_ key: String, _ text: String) -> String {
        "\(key) \(text.utf8.count):\(text)"
    }
}
