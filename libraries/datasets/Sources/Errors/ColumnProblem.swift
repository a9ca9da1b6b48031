/// Why a table's columns are not those of the description.
public enum ColumnProblem: Error, Hashable, Sendable {
    /// The header names no such label column.
    case labelMissing(expected: String, found: [String])
    /// The header names the label column more than once.
    case labelRepeated(String)
    /// Without a header the label column is a number below the number of columns; this is none.
    case labelNumber(expectedBelow: Int, found: String)
    /// The header names no such column, though the job does under `key`.
    case missing(key: String, expected: String, found: [String])
    /// The header names a column more than once.
    case repeated(String)
    /// Without a header a column is a number below the number of columns; this is none.
    case number(key: String, expectedBelow: Int, found: String)
    /// The job lists a column more than once under `key`.
    case listedTwice(key: String, String)
    /// The label is listed as a feature.
    case labelChosen(key: String, String)
    /// A column of categories that is no feature.
    case notChosen(String)
    /// A column with more categories in the training split than there may be.
    case categories(String, limit: Int, found: Int)
    /// A column of numbers of which the training split has none.
    case noValues(String)
    /// There is nothing but the label.
    case noFeatures
    /// A table of the evaluation split with another number of columns than that of the training split.
    case count(expected: Int, found: Int)
    /// A header of the evaluation split that differs from that of the training split at a column counted from 0.
    case name(column: Int, expected: String, found: String)
}

extension ColumnProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .labelMissing(let expected, let found):
            "expected a label column \"\(expected)\" in the header, found \(list(found))"
        case .labelRepeated(let name):
            "expected one label column \"\(name)\" in the header, found several"
        case .labelNumber(let expectedBelow, let found):
            "expected a label column from 0 to \(expectedBelow - 1), as there is no header, found \"\(found)\""
        case .missing(let key, let expected, let found):
            "\(key): expected a column \"\(expected)\" in the header, found \(list(found))"
        case .repeated(let name):
            "expected one column \"\(name)\" in the header, found several"
        case .number(let key, let expectedBelow, let found):
            "\(key): expected columns from 0 to \(expectedBelow - 1), as there is no header, found \"\(found)\""
        case .listedTwice(let key, let name):
            "\(key): expected each column once, found \"\(name)\" twice"
        case .labelChosen(let key, let name):
            "\(key): expected columns other than the label, found \"\(name)\""
        case .notChosen(let name):
            "categories: expected columns that are features, found \"\(name)\""
        case .categories(let name, let limit, let found):
            "column \"\(name)\": expected at most \(limit) categories in the training split "
                + "(maximumCategories), found \(found)"
        case .noValues(let name):
            "column \"\(name)\": expected a number in the training split, found only missing ones"
        case .noFeatures:
            "expected feature columns beside the label, found none"
        case .count(let expected, let found):
            "expected \(expected) columns as in the training split, found \(found)"
        case .name(let column, let expected, let found):
            "expected the header of the training split with \"\(expected)\" in column \(column), found \"\(found)\""
        }
    }

    private func list(_ names: [String]) -> String {
        let shown = names.prefix(8).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
    }
}
