internal import Datasets
internal import Foundation

/// What a model's inputs go through, and what its outputs mean.
struct PreprocessingReport: Encodable {
    private let fitted: FittedPreprocessing

    init(_ fitted: FittedPreprocessing) { self.fitted = fitted }

    /// As it stands in the file.
    func encode(to encoder: any Encoder) throws {
        let text = try fitted.json()
        try JSONDecoder().decode(JSONTree.self, from: Data(text.utf8)).encode(to: encoder)
    }

    /// The most columns, classes and categories that a person is shown.
    private static let mostShown = 40

    /// Adds a section.
    func add(to report: inout ReportText) {
        report.section("Preprocessing")
        switch fitted.input {
        case .images(let images):
            report.fact("input", "images of \(ReportText.shape(images.shape))")
            report.fact("scale", "times \(images.scale)")
            report.fact("standardised", Self.standardisation(images))
        case .table(let table): add(table, to: &report)
        case .text(let text):
            report.fact("input", "text, \(text.context) tokens at a time")
            report.fact(
                "tokens", text.alphabet.map { "\($0.unicodeScalars.count) characters and one for others" } ?? "bytes")
            if let alphabet = text.alphabet { report.fact("alphabet", String(alphabet.prefix(Self.mostShown))) }
        }
        report.fact("output", Self.meaning(of: fitted.target))
    }

    private func add(_ table: FittedTable, to report: inout ReportText) {
        report.fact("input", "\(table.featureCount) features of \(table.columns.count) columns")
        report.fact("missing", table.missing.isEmpty ? "nothing may be" : Self.list(table.missing.map { "\"\($0)\"" }))
        let shown = table.columns.prefix(Self.mostShown)
        report.table(shown.map { [$0.name, Self.text(of: $0)] })
        if shown.count < table.columns.count {
            report.verbatim("and \(table.columns.count - shown.count) columns more")
        }
    }

    private static func text(of column: FittedColumn) -> String {
        if let categories = column.categories {
            return "\(categories.count) categories: \(list(categories.map { "\"\($0)\"" }, most: 6))"
        }
        guard let number = column.number else { return "nothing" }
        let fill = number.fill.map { ", \($0) where missing" } ?? ""
        return
            "number, mean \(number.mean), deviation \(number.deviation)\(fill)\(number.hasIndicator ? ", indicator" : "")"
    }

    private static func standardisation(_ images: FittedImages) -> String {
        switch images.mean.count {
        case 0: "no"
        case 1: "mean \(images.mean[0]), deviation \(images.deviation[0])"
        default: "a mean and a deviation for each element"
        }
    }

    private static func meaning(of target: FittedTarget) -> String {
        switch target {
        case .classes(let classes):
            let names = classes.names.map { ": \(list($0.map { "\"\($0)\"" }))" } ?? ""
            return "one of \(classes.count) classes\(names)"
        case .number(let number):
            return "the number \"\(number.label)\", standardised by mean \(number.mean), deviation \(number.deviation)"
        case .condition(let label, let condition): return "whether \"\(label)\" \(condition.text)"
        case .nextToken: return "the token that follows, at each position"
        }
    }

    private static func list(_ texts: [String], most: Int = mostShown) -> String {
        texts.prefix(most).joined(separator: ", ") + (texts.count > most ? " and \(texts.count - most) more" : "")
    }
}
