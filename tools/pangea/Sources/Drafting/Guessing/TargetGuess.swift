internal import Datasets

/// Which column is to be predicted, and as what.
struct TargetGuess {
    /// As `data.csv.target` has it.
    enum Meaning: String {
        /// Classes by number.
        case integers
        /// Classes by name.
        case names
        /// A number.
        case number
    }

    let column: Int
    let meaning: Meaning
    /// Why this column.
    let reason: String
    /// Why this meaning.
    let meaningReason: String

    /// What columns to be predicted are often called.
    private static let usualNames = ["target", "label", "labels", "class", "y", "outcome", "response", "output"]

    /// Guesses; `name` is what the user says, nil for nothing.
    ///
    /// Throws a `DraftError` where there is no such column, or none that can be predicted.
    init(_ columns: [ColumnFacts], rowCount: Int, name: String?) throws(DraftError) {
        if let name {
            guard let column = columns.firstIndex(where: { $0.name == name }) else {
                throw .noColumn(name, found: columns.map(\.name))
            }
            switch Self.meaning(of: columns[column], rowCount: rowCount) {
            case .success(let (meaning, why)):
                self.init(column: column, meaning: meaning, reason: "as you say", meaningReason: why)
            case .failure(let error): throw .unfitTarget(name, reason: error.reason)
            }
            return
        }
        let usual = columns.indices.filter { Self.usualNames.contains(columns[$0].name.lowercased()) }
        let last = columns.indices.reversed().filter { !usual.contains($0) }
        for column in usual + last {
            guard case .success(let (meaning, why)) = Self.meaning(of: columns[column], rowCount: rowCount),
                !columns[column].training.isCounting
            else { continue }
            let reason =
                usual.contains(column)
                ? "columns to be predicted are often called so"
                : column == columns.count - 1 ? "it is the last column" : "the columns behind it can't be predicted"
            self.init(column: column, meaning: meaning, reason: reason, meaningReason: why)
            return
        }
        throw .noTarget
    }

    private init(column: Int, meaning: Meaning, reason: String, meaningReason: String) {
        self.column = column
        self.meaning = meaning
        self.reason = reason
        self.meaningReason = meaningReason
    }

    /// Why a column can't be predicted.
    private struct Unfit: Error {
        let reason: String
    }

    private static func meaning(
        of column: ColumnFacts, rowCount: Int
    ) -> Result<(Meaning, String), Unfit> {
        let distinct = column.distinctCount
        guard distinct.map({ $0 > 1 }) ?? true else {
            return .failure(Unfit(reason: "expected different values, found the same in every row, or none"))
        }
        guard column.isNumeric else {
            guard let distinct, distinct <= 200, distinct * 2 <= rowCount else {
                return .failure(
                    Unfit(
                        reason:
                            "expected a number or one of few names, found \(distinct.map { "\($0)" } ?? "over 1000") different texts"
                    ))
            }
            return .success((.names, "\(distinct) different names"))
        }
        guard column.isWhole, let distinct, distinct * 3 <= rowCount else {
            return .success((.number, column.isWhole ? "whole numbers, but many different ones" : "not all are whole"))
        }
        let (least, greatest) = (column.training.least ?? 0, column.training.greatest ?? 0)
        if least >= 0, greatest < 1000, distinct * 2 > Int(greatest) {
            if distinct <= 100, distinct <= 20 || distinct == Int(greatest) + 1 {
                return .success(
                    (.integers, "\(distinct) different whole numbers from \(Int(least)) to \(Int(greatest))"))
            }
        }
        if distinct <= 10 { return .success((.names, "only \(distinct) different numbers: each is taken for a name")) }
        return .success((.number, "\(distinct) different whole numbers"))
    }
}
