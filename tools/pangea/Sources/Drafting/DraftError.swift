package import Datasets

/// Why no job can be drafted for a data file.
package enum DraftError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The data can't be read.
    case data(DatasetError)
    /// The data root isn't above a file.
    case outsideRoot(path: String, root: String)
    /// Nobody knows where an image file's labels are.
    case noLabels(path: String)
    /// A file that was taken for labels holds none.
    case notLabels(path: String)
    /// A table has no column of a name.
    case noColumn(String, found: [String])
    /// A column can't be what is predicted.
    case unfitTarget(String, reason: String)
    /// No column can be what is predicted.
    case noTarget
    /// There is no column to predict the target from.
    case noFeatures(target: String)
    /// A table whose fields aren't divided by commas.
    case otherSeparator(path: String, found: String)
    /// Too little of it.
    case tooSmall(path: String, expected: String, found: String)
    /// An option that has nothing to say about this kind of data.
    case unusedOption(String, kind: String)
    /// What was drafted isn't accepted; the data is stranger than the guesses.
    case refused(reason: String)
    /// There is a file of that name already.
    case exists(path: String)
    /// The job can't be written.
    case unwritable(path: String, reason: String)

    /// What was expected and what came.
    package var description: String {
        switch self {
        case .data(let error): "\(error)"
        case .outsideRoot(let path, let root): "--data-root: expected a folder above \(path), got \(root)"
        case .noLabels(let path):
            "\(path): expected labels beside the images, in a file that is called the same with \"labels\" for "
                + "\"images\"; --labels names another"
        case .notLabels(let path): "\(path): expected labels, one whole number a sample, found something else"
        case .noColumn(let name, let found):
            "--target: expected one of \(Self.list(found)), got \"\(name)\""
        case .unfitTarget(let name, let reason): "--target \"\(name)\": \(reason)"
        case .noTarget: "expected a column that can be predicted, found none; --target names one"
        case .noFeatures(let target): "expected a column to predict \"\(target)\" from, found none"
        case .otherSeparator(let path, let found):
            "\(path): expected fields divided by commas, found one column with \(found) in its first record"
        case .tooSmall(let path, let expected, let found): "\(path): expected \(expected), found \(found)"
        case .unusedOption(let option, let kind): "\(option): expected a table, got \(kind)"
        case .refused(let reason): "the drafted job doesn't fit the data: \(reason)"
        case .exists(let path): "\(path): expected no file of that name yet; --force replaces it"
        case .unwritable(let path, let reason): "\(path): can't be written: \(reason)"
        }
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(12).map { "\"\($0)\"" }.joined(separator: ", ")
        return names.count > 12 ? "\(shown) and \(names.count - 12) more" : shown
    }
}
