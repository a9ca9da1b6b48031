internal import Datasets

extension DataDescription {
    /// Reads the job file's data section.
    init(reading section: inout JobSection) throws(JobFileError) {
        let source = try DataSource(reading: &section)
        self.init(
            source: source, split: try SplitRule(reading: &section, hasFiles: source.hasEvaluationFiles),
            scaling: try section.word("scaling", ["none": .none, "unit": .unit], default: .none),
            standardisation: try section.word(
                "standardisation", ["none": .none, "global": .global, "feature": .feature], default: .none),
            labels: try section.word("labels", ["classIndex": .classIndex, "oneHot": .oneHot], default: .classIndex))
        do throws(DatasetError) {
            try validate()
        } catch {
            guard case .description(let key, let expected, let found) = error else { return }
            throw .invalidValue("\(section.path).\(key)", line: section.line, expected: expected, found: found)
        }
    }
}

extension DataSource {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        let idx = try section.optionalSection("idx", IDXFiles.init(reading:))
        let csv = try section.optionalSection("csv", CSVFiles.init(reading:))
        let text = try section.optionalSection("text", TextFiles.init(reading:))
        let sources = [idx.map(DataSource.idx), csv.map(DataSource.csv), text.map(DataSource.text)].compactMap(\.self)
        guard sources.count == 1, let source = sources.first else {
            throw .invalidValue(
                section.path, line: section.line, expected: "exactly one of idx, csv, text",
                found: sources.isEmpty ? "none" : sources.count == 2 ? "both" : "all")
        }
        self = source
    }

    fileprivate var hasEvaluationFiles: Bool {
        switch self {
        case .idx(let files): files.evaluationFeatures != nil || files.evaluationLabels != nil
        case .csv(let files): files.evaluation != nil
        case .text(let files): !files.evaluation.isEmpty
        }
    }
}

extension SplitRule {
    fileprivate init(reading section: inout JobSection, hasFiles: Bool) throws(JobFileError) {
        let split = try section.optionalSection("split", SplitRule.init(reading:))
        guard (split == nil) == hasFiles else {
            throw .invalidValue(
                "\(section.path).split", line: section.line,
                expected: "either files to evaluate on or a split of the training files",
                found: hasFiles ? "both" : "neither")
        }
        self = split ?? .files
    }

    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        let share = try section.number("evaluation", "a share above 0 and below 1") { $0 > 0 && $0 < 1 }
        if let seed = try section.optionalUnsigned("seed") {
            self = .seeded(share: share, seed: seed)
        } else {
            self = .place(share: share)
        }
    }
}

extension IDXFiles {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        self.init(
            trainingFeatures: try section.text("trainingFeatures"), trainingLabels: try section.text("trainingLabels"),
            evaluationFeatures: try section.optionalText("evaluationFeatures"),
            evaluationLabels: try section.optionalText("evaluationLabels"))
    }
}

extension CSVFiles {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        self.init(
            training: try section.text("training"), evaluation: try section.optionalText("evaluation"),
            hasHeader: try section.flag("header", default: true), labelColumn: try section.text("label"),
            target: try section.optionalSection("target", CSVTarget.init(reading:)) ?? .integers,
            columns: try section.optionalTexts("columns") ?? [],
            categories: try section.optionalTexts("categories") ?? [],
            categoryLimit: try section.integer(
                "maximumCategories", in: 1...CSVFiles.largestCategoryLimit, default: 1000),
            missing: try section.optionalSection("missing", MissingValues.init(reading:)))
    }
}

extension CSVTarget {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        self = try section.choice([
            ("integers", { (_) throws(JobFileError) in .integers }),
            ("names", { (_) throws(JobFileError) in .names }),
            (
                "number",
                { (section) throws(JobFileError) in
                    .number(isStandardised: try section.flag("standardised", default: true))
                }
            ),
            ("condition", { (section) throws(JobFileError) in .condition(try Condition(reading: &section)) }),
        ])
    }
}

extension Condition {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        let found: [Condition] = [
            try section.optionalNumber("above", "a number") { _ in true }.map(Condition.above),
            try section.optionalNumber("atLeast", "a number") { _ in true }.map(Condition.atLeast),
            try section.optionalNumber("below", "a number") { _ in true }.map(Condition.below),
            try section.optionalNumber("atMost", "a number") { _ in true }.map(Condition.atMost),
            try section.optionalText("equals").map(Condition.equals),
        ].compactMap(\.self)
        guard found.count == 1, let condition = found.first else {
            throw .invalidValue(
                section.path, line: section.line, expected: "exactly one of above, atLeast, below, atMost, equals",
                found: "\(found.count)")
        }
        self = condition
    }
}

extension MissingValues {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        self.init(
            tokens: try section.optionalTexts("values", allowsEmpty: true) ?? ["", "NA"],
            fill: try section.word("fill", ["mean": .mean, "median": .median], default: .mean),
            hasIndicator: try section.flag("indicator", default: false))
    }
}

extension TextFiles {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        self.init(
            training: try section.texts("training"), evaluation: try section.optionalTexts("evaluation") ?? [],
            context: try section.integer("context", in: 1...TextFiles.maximumContext),
            tokens: try section.word("tokens", ["characters": .characters, "bytes": .bytes], default: .characters),
            windows: try section.word(
                "windows", ["consecutive": .consecutive, "random": .random], default: .consecutive))
    }
}
