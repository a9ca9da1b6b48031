internal import ArgumentParser
package import Datasets
internal import Foundation

/// How predictions are written, one a line.
package enum PredictionFormat: String, CaseIterable, ExpressibleByArgument {
    /// RFC 4180, with a header.
    case csv
    /// One JSON object a line.
    case json

    /// What stands in front of the first prediction; nil for nothing.
    package func header(_ target: FittedTarget, everyClass: Bool) -> String? {
        guard self == .csv else { return nil }
        switch target {
        case .classes(let classes):
            let names = everyClass ? (0..<classes.count).map { Self.field(classes.name(of: $0)) } : []
            return (["sample", "prediction", "probability"] + names).joined(separator: ",")
        case .condition: return "sample,prediction,probability"
        case .number, .nextToken: return "sample,prediction"
        }
    }

    /// One prediction; with `everyClass` also how likely each class is.
    package func line(_ prediction: Prediction, _ target: FittedTarget, everyClass: Bool) -> String {
        switch self {
        case .csv: csv(prediction, everyClass: everyClass)
        case .json: json(prediction, target, everyClass: everyClass)
        }
    }

    private func csv(_ prediction: Prediction, everyClass: Bool) -> String {
        let answer =
            switch prediction.answer {
            case .word(let word): Self.field(word)
            case .number(let number): "\(number)"
            case .truth(let truth): "\(truth)"
            }
        var fields = ["\(prediction.sample)", answer]
        if case .number = prediction.answer { return fields.joined(separator: ",") }
        fields.append(prediction.probability.map { "\(Float($0))" } ?? "")
        if everyClass { fields += prediction.probabilities.map { "\(Float($0))" } }
        return fields.joined(separator: ",")
    }

    private func json(_ prediction: Prediction, _ target: FittedTarget, everyClass: Bool) -> String {
        let answer =
            switch prediction.answer {
            case .word(let word): Self.quoted(word)
            case .number(let number): Self.number(Double(number), "\(number)")
            case .truth(let truth): "\(truth)"
            }
        var members = ["\"sample\":\(prediction.sample)", "\"prediction\":\(answer)"]
        if let probability = prediction.probability {
            members.append("\"probability\":\(Self.number(probability, "\(Float(probability))"))")
        }
        if everyClass, case .classes(let classes) = target {
            let each = prediction.probabilities.enumerated().map { index, probability in
                "\(Self.quoted(classes.name(of: index))):\(Self.number(probability, "\(Float(probability))"))"
            }
            members.append("\"probabilities\":{\(each.joined(separator: ","))}")
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// A number that JSON has, else null.
    private static func number(_ value: Double, _ text: String) -> String { value.isFinite ? text : "null" }

    private static func quoted(_ text: String) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
    }

    private static func field(_ text: String) -> String {
        let special: Set<Character> = ["\"", ",", "\r", "\n", "\r\n"]
        let needsQuotes = text.contains(where: special.contains) || text != text.trimmingCharacters(in: .whitespaces)
        return needsQuotes ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
    }
}
