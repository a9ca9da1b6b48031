/// Why curves can't be drawn.
package enum CurveError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A folder without a history.
    case noHistory(path: String)
    /// A history that can't be read at all.
    case unreadable(reason: String)
    /// A history in which no step was committed.
    case empty(path: String)
    /// A run whose epochs can't be counted, as none was evaluated.
    case noEpochs(path: String)
    /// More runs than can be told apart in one picture.
    case tooManyRuns(Int, limit: Int)
    /// A file that can't be written.
    case unwritable(path: String, reason: String)
    /// A picture of points needs a program that isn't there.
    case converterMissing
    /// That program failed.
    case converterFailed(reason: String)

    /// What was expected and what came.
    package var description: String {
        switch self {
        case .noHistory(let path): "run \(path): expected a run directory with a history.log, found none"
        case .unreadable(let reason): reason
        case .empty(let path): "run \(path): expected at least one committed step, found none"
        case .noEpochs(let path):
            "run \(path): expected an evaluated epoch to count epochs by, found none: draw it by steps"
        case .tooManyRuns(let count, let limit): "expected at most \(limit) runs in one picture, got \(count)"
        case .unwritable(let path, let reason): "\(path): can't be written: \(reason)"
        case .converterMissing:
            "expected the program rsvg-convert, which makes PNG of SVG, found none: "
                + "Debian's package librsvg2-bin has it"
        case .converterFailed(let reason): "rsvg-convert: \(reason)"
        }
    }
}
