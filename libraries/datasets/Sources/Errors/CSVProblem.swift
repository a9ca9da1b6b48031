/// Why a record of a table can't be read.
///
/// `field` names the column by its header, or by its number counted from 0 where there is no header.
public enum CSVProblem: Hashable, Sendable {
    /// The record has another number of fields than the first one.
    case raggedRow(expected: Int, found: Int)
    /// A quoted field that begins here never ends.
    case unclosedQuote
    /// A quote inside a field that doesn't begin with one.
    case strayQuote
    /// Text between a closing quote and the end of the field.
    case textBehindQuote
    /// A field that is no decimal number.
    case notANumber(field: String, found: String)
    /// A number too large for float32.
    case notFinite(field: String, found: String)
    /// A label that the training split doesn't have, which has so many classes.
    case unknownClass(field: String, classes: Int, found: String)
    /// A label that is no class.
    case label(field: String, LabelProblem)
}

extension CSVProblem: CustomStringConvertible {
    /// What was expected and what came.
    public var description: String {
        switch self {
        case .raggedRow(let expected, let found):
            "expected \(expected) fields as in the first record, found \(found)"
        case .unclosedQuote:
            "expected a closing quote for the field that begins here, found the end of the file"
        case .strayQuote:
            "expected no quote inside an unquoted field, found one"
        case .textBehindQuote:
            "expected a comma or the end of the line behind a closing quote, found other text"
        case .notANumber(let field, let found):
            "field \"\(field)\": expected a number, found \(found.isEmpty ? "nothing" : "\"\(found)\"")"
        case .notFinite(let field, let found):
            "field \"\(field)\": expected a number that is finite as float32, found \"\(found)\""
        case .unknownClass(let field, let classes, let found):
            "field \"\(field)\": expected one of the training split's \(classes) classes, found \"\(found)\""
        case .label(let field, let problem):
            "field \"\(field)\": \(problem)"
        }
    }
}
