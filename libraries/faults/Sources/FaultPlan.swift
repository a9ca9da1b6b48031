/// The failures that a process is to have, as the environment says them.
///
/// The text holds one or more, separated by semicolons: the point's name, then `step=`, `action=` and for a pause `ms=`,
/// for instance `trainer.push.middle step=5 action=kill; trainer.pace action=pause ms=20`.
public struct FaultPlan: Hashable, Sendable {
    /// The environment variable that arms a process.
    public static let variable = "PANGEA_FAULTS"
    /// The longest pause that makes sense.
    public static let longestPause = Duration.seconds(600)

    /// In the order of the text.
    public let faults: [Fault]

    /// Reads a plan.
    ///
    /// Throws where the text names a point that there isn't, an action that the point doesn't know, or a field that is
    /// missing, double or no number.
    public init(parsing text: String) throws(FaultPlanError) {
        var faults: [Fault] = []
        for part in text.split(separator: ";", omittingEmptySubsequences: false) {
            faults.append(try Fault(parsing: part))
        }
        self.faults = faults
    }
}

/// A plan that can't be understood.
public struct FaultPlanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Names the variable, the part, what was expected and what was found.
    public let description: String

    init(_ reason: String, in part: Substring) {
        let part = part.trimmingSpaces
        description = "\(FaultPlan.variable): \(part.isEmpty ? "" : "\"\(part)\": ")\(reason)"
    }
}

extension Fault {
    /// Reads one failure.
    fileprivate init(parsing text: Substring) throws(FaultPlanError) {
        let words = text.split(separator: " ")
        let names = FaultPoint.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = words.first else {
            throw FaultPlanError("expected a point of \(names), found nothing", in: text)
        }
        guard let point = FaultPoint(rawValue: String(name)) else {
            throw FaultPlanError("expected a point of \(names), found \"\(name)\"", in: text)
        }
        let fields = try Self.fields(of: words.dropFirst(), in: text)
        let step = try fields["step"].map { value throws(FaultPlanError) in
            guard let step = UInt64(value) else {
                throw FaultPlanError("step: expected a number, found \"\(value)\"", in: text)
            }
            return step
        }
        self.init(point, step: step, action: try Self.action(at: point, fields, in: text))
    }

    private static func fields(
        of words: ArraySlice<Substring>, in text: Substring
    ) throws(FaultPlanError) -> [Substring: Substring] {
        var fields: [Substring: Substring] = [:]
        for word in words {
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, ["step", "action", "ms"].contains(parts[0]) else {
                throw FaultPlanError("expected step=, action= or ms=, found \"\(word)\"", in: text)
            }
            guard fields.updateValue(parts[1], forKey: parts[0]) == nil else {
                throw FaultPlanError("\(parts[0]) is there twice", in: text)
            }
        }
        return fields
    }

    private static func action(
        at point: FaultPoint, _ fields: [Substring: Substring], in text: Substring
    ) throws(FaultPlanError) -> FaultAction {
        let expected = point.actions.map(\.rawValue).joined(separator: ", ")
        guard let name = fields["action"] else {
            throw FaultPlanError("expected an action of \(expected), found none", in: text)
        }
        guard let kind = FaultAction.Kind(rawValue: String(name)), point.actions.contains(kind) else {
            throw FaultPlanError("expected an action of \(expected), found \"\(name)\"", in: text)
        }
        guard kind == .pause || fields["ms"] == nil else { throw FaultPlanError("ms belongs to a pause", in: text) }
        switch kind {
        case .kill: return .kill
        case .stop: return .stop
        case .cut: return .cut
        case .corrupt: return .corrupt
        case .spoil: return .spoil
        case .pause: return .pause(try pause(fields, in: text))
        }
    }

    private static func pause(
        _ fields: [Substring: Substring], in text: Substring
    ) throws(FaultPlanError) -> Duration {
        let most = Int(FaultPlan.longestPause / .milliseconds(1))
        guard let value = fields["ms"], let milliseconds = Int(value), (1...most).contains(milliseconds) else {
            throw FaultPlanError("ms: expected 1 to \(most), found \"\(fields["ms"] ?? "")\"", in: text)
        }
        return .milliseconds(milliseconds)
    }
}

extension Substring {
    /// Without spaces around it.
    fileprivate var trimmingSpaces: Substring {
        let start = drop { $0 == " " }
        return start.prefix(upTo: start.lastIndex { $0 != " " }.map(start.index(after:)) ?? start.startIndex)
    }
}
