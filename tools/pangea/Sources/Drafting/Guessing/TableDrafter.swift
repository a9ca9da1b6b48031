internal import Datasets

/// Drafts a job for a table.
struct TableDrafter: Drafter {
    private let table: TableSurvey
    private let trainingPath: String
    private let evaluationPath: String?
    private let columns: [ColumnFacts]
    private let target: TargetGuess
    private let roles: [ColumnRole]

    /// Of a table with many columns: those that are left out are told one by one only up to here.
    private static let mostListed = 12

    /// Guesses what the columns are.
    ///
    /// `evaluation` is a table of the same columns to evaluate on, if there is one; paths are as the job has them. Throws
    /// a `DraftError` where there is nothing to predict, or nothing to predict it from.
    init(
        _ table: TableSurvey, path: String, evaluation: (survey: TableSurvey, path: String)?, target name: String?
    ) throws(DraftError) {
        self.table = table
        trainingPath = path
        evaluationPath = evaluation?.path
        if table.columns.count == 1, let found = Self.separator(in: table) {
            throw .otherSeparator(path: table.path, found: found)
        }
        let columns = table.columns.enumerated().map { index, column in
            ColumnFacts(training: column, evaluation: evaluation?.survey.columns[index])
        }
        guard table.rowCount >= 10 else {
            throw .tooSmall(path: table.path, expected: "at least 10 rows", found: "\(table.rowCount)")
        }
        let target = try TargetGuess(columns, rowCount: table.rowCount, name: name)
        roles = columns.indices.map { $0 == target.column ? .target : columns[$0].role(rowCount: table.rowCount) }
        self.columns = columns
        self.target = target
        guard !features.isEmpty else { throw .noFeatures(target: columns[target.column].name) }
    }

    private static func separator(in table: TableSurvey) -> String? {
        let first = table.columns[0].textExample ?? table.columns[0].name
        let text = table.hasHeader ? table.columns[0].name : first
        return text.contains(";") ? "semicolons" : text.contains("\t") ? "tabs" : nil
    }

    // MARK: What follows

    private var features: [Int] { roles.indices.filter { roles[$0] == .number || roles[$0] == .categories } }
    private var categories: [Int] { roles.indices.filter { roles[$0] == .categories } }
    private var numbers: [Int] { roles.indices.filter { roles[$0] == .number } }

    private var unused: [(name: String, reason: String)] {
        zip(columns, roles).compactMap { column, role in
            if case .unused(let reason) = role { (column.name, reason) } else { nil }
        }
    }

    /// Whether the numbers look like pixels, which share one scale.
    private var looksLikePixels: Bool {
        numbers.count >= 32 && categories.isEmpty
            && numbers.allSatisfy { columns[$0].isWhole && (columns[$0].training.least ?? -1) >= 0 }
            && numbers.allSatisfy { (columns[$0].training.greatest ?? .infinity) <= 255 }
    }

    private var missingTokens: [String] {
        let tokens = zip(columns, roles).reduce(into: Set<String>()) { $0.formUnion($1.0.missingTokens(as: $1.1)) }
        return ColumnSurvey.missingTokens.filter(tokens.contains)
    }

    private var missesNumbers: Bool { numbers.contains { !columns[$0].missingTokens(as: .number).isEmpty } }
    private var needsIndicator: Bool {
        numbers.contains { columns[$0].training.missingCount * 20 >= table.rowCount }
    }

    private var labelledRows: Int {
        let column = columns[target.column]
        let tokens = column.missingTokens(as: .target)
        return table.rowCount - column.training.missing.filter { tokens.contains($0.key) }.reduce(0) { $0 + $1.value }
    }

    private var share: String { labelledRows < 2000 ? "0.2" : "0.1" }
    private var trainingRows: Int {
        evaluationPath == nil ? labelledRows * (share == "0.2" ? 8 : 9) / 10 : labelledRows
    }

    private var hidden: [Int] {
        switch trainingRows {
        case ..<500: looksLikePixels ? [32] : [16]
        case ..<5000: looksLikePixels ? [64] : [32, 16]
        case ..<50_000: looksLikePixels ? [128, 64] : [64, 32]
        default: looksLikePixels ? [256, 128] : [128, 64]
        }
    }

    var pace: Pace {
        Pace(samples: trainingRows, epochs: 3...60, rate: trainingRows < 5000 ? "0.005" : "0.002")
    }
}

// In words.
extension TableDrafter {
    var guesses: [Guess] {
        let name = columns[target.column].name
        return [
            Guess(
                what: "header", value: table.hasHeader ? "the first record names the columns" : "none",
                why: table.headerReason),
            Guess(what: "target", value: "\"\(name)\"", why: target.reason),
            Guess(what: "meaning", value: target.meaning.rawValue, why: target.meaningReason),
            Guess(
                what: "features", value: "\(numbers.count) numbers, \(categories.count) categories",
                why: unused.isEmpty ? "all other columns" : "left out: \(unusedText)"),
            missingTokens.isEmpty
                ? Guess(what: "missing", value: "nothing", why: "every field has a value")
                : Guess(what: "missing", value: list(missingTokens), why: missingReason),
            Guess(what: "split", value: evaluationPath ?? "\(share) of the rows", why: splitReason),
            Guess(what: "model", value: "mlp \(hidden)", why: "\(trainingRows) rows to train on"),
        ]
    }

    private func list(_ texts: [String]) -> String { texts.map { "\"\($0)\"" }.joined(separator: ", ") }

    private var unusedText: String {
        let shown = unused.prefix(Self.mostListed).map { "\"\($0.name)\" (\($0.reason))" }.joined(separator: ", ")
        return unused.count > Self.mostListed ? "\(shown) and \(unused.count - Self.mostListed) more" : shown
    }

    private var missingReason: String {
        let dropped = table.rowCount - labelledRows
        let label = dropped > 0 ? "\(dropped) rows have no target and are left out" : "no row misses its target"
        return "fields that often say so; \(label)"
    }

    private var splitReason: String {
        evaluationPath == nil
            ? "there is no file to evaluate on beside it" : "it is called like the file, and has the same columns"
    }
}

// As a job.
extension TableDrafter {
    func write(to yaml: inout YAMLText, splitSeed: Int) {
        yaml.section("data") { yaml in
            yaml.section("csv") { source(&$0) }
            if evaluationPath == nil {
                yaml.comment("\(splitReason): these rows are picked by the seed.")
                yaml.section("split") { yaml in
                    yaml.key("evaluation", share)
                    yaml.key("seed", "\(splitSeed)")
                }
            }
            guard !numbers.isEmpty else { return }
            if looksLikePixels { yaml.comment("Whole numbers from 0 to at most 255, like pixels: all have one scale.") }
            yaml.key("standardisation", looksLikePixels ? "global" : "feature")
        }
        yaml.gap()
        yaml.comment("For \(trainingRows) rows to train on. More or wider layers learn more, and slower.")
        yaml.section("model") { yaml in
            yaml.section("mlp") { $0.key("hidden", "\(hidden)") }
        }
    }

    private func source(_ yaml: inout YAMLText) {
        yaml.text("training", trainingPath)
        if let evaluationPath { yaml.text("evaluation", evaluationPath) }
        if !table.hasHeader {
            yaml.comment("No header, for \(table.headerReason): columns are numbers from 0.")
            yaml.key("header", "false")
        }
        yaml.comment("Chosen as \(target.reason).")
        yaml.text("label", columns[target.column].name)
        yaml.comment("\(target.meaningReason).")
        yaml.section("target") { $0.key(target.meaning.rawValue, "{}") }
        if !unused.isEmpty {
            yaml.comment("Left out: \(unusedText).")
            yaml.list("columns", features.map { columns[$0].name })
        }
        if !categories.isEmpty { yaml.list("categories", categories.map { columns[$0].name }) }
        guard !missingTokens.isEmpty else { return }
        yaml.comment("\(missingReason).")
        yaml.section("missing") { yaml in
            yaml.list("values", missingTokens)
            if missesNumbers { yaml.key("fill", "median") }
            if needsIndicator {
                yaml.comment(
                    "Some column misses a value in every twentieth row or more often: that may tell something.")
                yaml.key("indicator", "true")
            }
        }
    }
}
