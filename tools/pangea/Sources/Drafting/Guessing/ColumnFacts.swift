internal import Datasets

/// What a column holds in the files of both splits.
struct ColumnFacts {
    let training: ColumnSurvey
    let evaluation: ColumnSurvey?

    var name: String { training.name }
    private var surveys: [ColumnSurvey] { [training] + (evaluation.map { [$0] } ?? []) }
    private var textCount: Int { surveys.reduce(0) { $0 + $1.textCount } }

    /// Whether every field that isn't missing is a number.
    var isNumeric: Bool { textCount == 0 && training.numberCount > 0 }
    /// Whether every number is whole.
    var isWhole: Bool { isNumeric && surveys.allSatisfy { $0.wholeCount == $0.numberCount } }
    /// How many different fields there are to train on; nil where there are more than can be told apart.
    var distinctCount: Int? { training.values?.count }

    /// The fields that say that there is no value, if the column is what `role` says: what may be a word among
    /// categories is one.
    func missingTokens(as role: ColumnRole) -> Set<String> {
        let found = surveys.reduce(into: Set<String>()) { $0.formUnion($1.missing.keys) }
        switch role {
        case .unused: return []
        case .number: return found
        case .target where isNumeric: return found
        case .target, .categories: return found.subtracting(["None", "-", "."])
        }
    }

    /// What the column can be to a model that predicts another one of `rowCount` rows.
    func role(rowCount: Int) -> ColumnRole {
        let values = training.valueCount
        guard values > 0 else { return .unused(reason: "it has no value") }
        if training.isCounting { return .unused(reason: "it numbers the rows") }
        if distinctCount == 1, training.missingCount == 0 { return .unused(reason: "it is the same in every row") }
        if isNumeric {
            return values * 100 < rowCount || values < min(10, rowCount)
                ? .unused(reason: "it has only \(values) values") : .number
        }
        let example = surveys.lazy.compactMap(\.textExample).first.map { "such as \"\($0)\"" } ?? ""
        guard let distinctCount, distinctCount < ColumnSurvey.mostDistinct else {
            return .unused(
                reason: training.numberCount > training.textCount
                    ? "it holds numbers, but also texts \(example)"
                    : "it has more than \(ColumnSurvey.mostDistinct - 1) different texts")
        }
        if distinctCount > 20, distinctCount * 2 > rowCount {
            return .unused(reason: "nearly every row has another text")
        }
        return .categories
    }
}
