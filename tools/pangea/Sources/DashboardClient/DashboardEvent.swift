internal import Foundation

/// What a dashboard tells whoever follows its run.
package enum DashboardEvent: Hashable, Sendable {
    case run(RunStatus)
    case trainers([TrainerStatus])
    case steps([RunHistory.Steps])
    case evaluations([RunHistory.Evaluations])
    case notes([RunHistory.Note])
    /// What is known can't be brought up to date: all has to be asked for again.
    case reset

    private struct Trainers: Decodable {
        let trainers: [TrainerStatus]
    }

    /// Reads an event; nil for one that isn't shown here, or that a later version tells.
    ///
    /// Throws `.malformed`.
    package init?(_ event: ServerSentEvent) throws(DashboardError) {
        switch event.name {
        case "run": self = .run(try Self.decode(RunStatus.self, from: event.data, of: "event run"))
        case "trainers":
            self = .trainers(try Self.decode(Trainers.self, from: event.data, of: "event trainers").trainers)
        case "steps": self = .steps(try Self.decode([RunHistory.Steps].self, from: event.data, of: "event steps"))
        case "evaluations":
            self = .evaluations(
                try Self.decode([RunHistory.Evaluations].self, from: event.data, of: "event evaluations"))
        case "notes": self = .notes(try Self.decode([RunHistory.Note].self, from: event.data, of: "event notes"))
        case "reset": self = .reset
        default: return nil
        }
    }

    /// Reads what a dashboard said; `what` is for the words where it can't be.
    ///
    /// Throws `.malformed`.
    static func decode<Value: Decodable>(
        _ type: Value.Type, from text: String, of what: String
    ) throws(DashboardError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: Data(text.utf8))
        } catch {
            throw .malformed(what: what, reason: "\(error)")
        }
    }
}
