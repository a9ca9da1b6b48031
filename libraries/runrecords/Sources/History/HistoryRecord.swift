/// What one line of a history file says.
public enum HistoryRecord: Codable, Hashable, Sendable {
    /// Steps were committed.
    case steps(StepBucket)
    /// Epochs were evaluated.
    case evaluations(EvaluationBucket)
    /// Something else happened.
    case note(RunNote)

    private enum CodingKeys: String, CodingKey {
        case steps, evaluations, note
    }

    /// As the protocol says.
    public init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        if let steps = try fields.decodeIfPresent(StepBucket.self, forKey: .steps) {
            self = .steps(steps)
        } else if let evaluations = try fields.decodeIfPresent(EvaluationBucket.self, forKey: .evaluations) {
            self = .evaluations(evaluations)
        } else {
            self = .note(try fields.decode(RunNote.self, forKey: .note))
        }
    }

    /// Writes what `init(from:)` reads.
    public func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: CodingKeys.self)
        switch self {
        case .steps(let steps): try fields.encode(steps, forKey: .steps)
        case .evaluations(let evaluations): try fields.encode(evaluations, forKey: .evaluations)
        case .note(let note): try fields.encode(note, forKey: .note)
        }
    }
}
