extension DataDescription {
    /// One text for each description, different for different ones: what enters the data set's digest.
    ///
    /// A line for each key. Texts that users choose stand behind their length in UTF-8 bytes, so no choice of
    /// them can imitate another line.
    package var canonicalText: String {
        let lines =
            switch source {
            case .idx(let files): files.canonicalLines
            case .csv(let files): files.canonicalLines
            case .text(let files): files.canonicalLines
            }
        let treatment = [
            "split \(splitText)", "scaling \(scaling.rawValue)", "standardisation \(standardisation.rawValue)",
            "labels \(labels.rawValue)",
        ]
        return (lines + treatment).map { $0 + "\n" }.joined()
    }

    private var splitText: String {
        switch split {
        case .files: "files"
        case .seeded(let share, let seed): "seeded \(share) \(seed)"
        case .place(let share): "place \(share)"
        }
    }
}

extension IDXFiles {
    fileprivate var canonicalLines: [String] {
        [
            "source idx", line("trainingFeatures", trainingFeatures), line("trainingLabels", trainingLabels),
            line("evaluationFeatures", evaluationFeatures), line("evaluationLabels", evaluationLabels),
        ]
    }
}

extension CSVFiles {
    fileprivate var canonicalLines: [String] {
        [
            "source csv", line("training", training), line("evaluation", evaluation), "hasHeader \(hasHeader)",
            line("labelColumn", labelColumn), targetLine, lines("columns", columns), lines("categories", categories),
            "maximumCategories \(categoryLimit)", missingLine,
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

    private var missingLine: String {
        guard let missing else { return "missing none" }
        return lines("missing \(missing.fill.rawValue) \(missing.hasIndicator)", missing.tokens)
    }
}

extension TextFiles {
    fileprivate var canonicalLines: [String] {
        [
            "source text", lines("training", training), lines("evaluation", evaluation), "context \(context)",
            "tokens \(tokens.rawValue)", "windows \(windows.rawValue)",
        ]
    }
}

private func line(_ key: String, _ text: String?) -> String {
    text.map { "\(key) \($0.utf8.count):\($0)" } ?? "\(key) none"
}

private func lines(_ key: String, _ texts: [String]) -> String {
    ([line(key, "\(texts.count)")] + texts.map { "\($0.utf8.count):\($0)" }).joined(separator: " ")
}
