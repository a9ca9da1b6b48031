import DashboardClient
import Foundation
import Watching

/// Answers of dashboards, as JSON has them.
enum Samples {
    static func run(
        _ state: String = "training", step: Int = 1234, reason: String? = nil, loss: String = "0.3123"
    ) throws -> RunStatus {
        let reason = reason.map { ",\"reason\":\"\($0)\"" } ?? ""
        return try decode(
            """
            {"job":{"name":"fashion-mnist","epochs":5,"stepCount":2345,"targetAccuracy":0.88},"state":"\(state)"\(reason),
            "step":\(step),"epoch":3,"training":{"loss":\(loss),"accuracy":0.9},
            "evaluation":{"loss":0.41,"accuracy":0.8523},"samplesPerSecond":41200.4,"secondsLeft":83.2,"trainers":2}
            """)
    }

    static func opening() throws -> RunStatus {
        try decode(
            """
            {"state":"opening","reason":"the data isn't open yet","step":0,"epoch":1,"training":{},"evaluation":{},
            "trainers":0}
            """)
    }

    static func trainers(_ count: Int = 2) throws -> [TrainerStatus] {
        let states = ["working", "late", "lost"]
        let all = (1...count).map { number in
            """
            {"name":"trainer-\(number)","state":"\(states[(number - 1) % 3])","speed":21.34,"share":0.5,"redone":\(number - 1)}
            """
        }
        return try decode("[\(all.joined(separator: ","))]")
    }

    static func steps(_ losses: [Double], from first: Int = 0) throws -> [RunHistory.Steps] {
        try decode(
            "["
                + losses.enumerated().map { "{\"to\":\(first + $0.offset + 1),\"loss\":{\"mean\":\($0.element)}}" }
                .joined(separator: ",") + "]")
    }

    static func evaluations(_ epochs: ClosedRange<Int>) throws -> [RunHistory.Evaluations] {
        try decode(
            "["
                + epochs.map { "{\"to\":\($0),\"loss\":{\"mean\":0.5},\"accuracy\":{\"mean\":0.8}}" }
                .joined(separator: ",") + "]")
    }

    static func note(_ number: Int, _ kind: String, _ text: String, subject: String? = nil) throws -> RunHistory.Note {
        let subject = subject.map { "\"subject\":\"\($0)\"," } ?? ""
        return try decode("{\"number\":\(number),\"kind\":\"\(kind)\",\(subject)\"text\":\"\(text)\"}")
    }

    static func history(
        steps: [RunHistory.Steps] = [], evaluations: [RunHistory.Evaluations] = [], notes: [RunHistory.Note] = []
    ) throws -> RunHistory {
        RunHistory(lastEventId: "p.1", steps: steps, evaluations: evaluations, notes: notes)
    }

    private static func decode<Value: Decodable>(_ text: String) throws -> Value {
        try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}
