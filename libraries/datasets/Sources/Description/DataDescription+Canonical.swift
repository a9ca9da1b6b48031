extension DataDescription {
    /// One text for each description, different for different ones: what enters the data set's digest.
    ///
    /// A line for each key; those that came later only where they aren't at their default. Texts that users choose stand
    /// behind their length in UTF-8 bytes, so no choice of them can imitate another line.
    package var canonicalText: String {
        let lines =
            switch source {
            case .idx(let files): files.canonicalLines
            case .csv(let files): files.canonicalLines
            case .text(let files): files.canonicalLines
            }
        let treatment = [
            "scaling \(scaling.rawValue)", "standardisation \(standardisation.rawValue)", "labels \(labels.rawValue)",
            splitLine,
        ]
        return (lines + treatment).compactMap(\.self).map { $0 + "\n" }.joined()
    }

    private var splitLine: String? {
        switch split {
        case .files: nil
        case .seeded(let share, let seed): "split seeded \(share) \(seed)"
        case .place(let share): "split place \(share)"
        }
    }
}

extension IDXFiles {
    fileprivate var canonicalLines: [String?] {
        [
            "source idx", line("trainingFeatures", trainingFeatures), line("trainingLabels", trainingLabels),
            evaluationFeatures.map { line("evaluationFeatures", $0) },
            evaluationLabels.map { line("evaluationLabels", $0) },
        ]
    }
}

extension CSVFiles {
    fileprivate var canonicalLines: [String?] {
        [
            "source csv", line("training", training), evaluation.map { line("evaluation", $0) },
            "hasHeader \(hasHeader)", line("labelColumn", labelColumn), targetLine,
            columns.isEmpty ? nil : line("columns", columns),
            categories.isEmpty ? nil : line("categories", categories), "maximumCategories \(categoryLimit)",
            missing.map { line("missing \($0.fill.rawValue) \($0.hasIndicator)", $0.tokens) },
        ]
    }

    private var targetLine: String {
        switch target {
        case .integers: "target integers"
        case .names: "target names"
        case .number(let isStandardised): "target number \(isStandardised)"
        case .condition(let condition): line("target condition", condition.text)
        }
    }
}

extension TextFiles {
    fileprivate var canonicalLines: [String?] {
        [
            "source text", line("training", training), line("evaluation", evaluation), "context \(context)",
            "tokens \(tokens.rawValue)", "windows \(windows.rawValue)",
        ]
    }
}

private func line(_ key: String, _ text: String) -> String { "\(key) \(text.utf8.count):\(text)" }

private func line(_ key: String, _ texts: [String]) -> String {
    (["\(key) \(texts.count)"] + texts.map { "\($0.utf8.count):\($0)" }).joined(separator: " ")
}
