import Foundation
import Testing

/// Looks at a run with each step that it commits: at the clock, and at the memory of its services.
struct Observation {
    /// What there was to see when a step was committed.
    struct Sample: Sendable {
        let time: Date
        let bytes: [Attack.Target: Int]
    }

    private let task: Task<[Sample], any Error>

    /// Looks from now on, until so many steps are committed.
    init(of deployment: Deployment, steps: Int) {
        let services = [Attack.Target.orchestrator: deployment.orchestrator, .compute: deployment.compute]
        let orchestrator = deployment.orchestrator
        task = Task {
            var samples: [Sample] = []
            var line: String?
            for _ in 0..<steps {
                let committed = try await orchestrator.line("step committed", after: line)
                // A service that is over by now has none.
                let bytes = services.compactMapValues { try? ResidentMemory.bytes(of: $0) }
                samples.append(Sample(time: try Self.time(of: committed), bytes: bytes))
                line = committed
            }
            return samples
        }
    }

    /// What was seen, once the last step is committed.
    func history() async throws -> StepHistory { StepHistory(samples: try await task.value) }

    private static func time(of line: String) throws -> Date {
        try Date(String(line.prefix { $0 != " " }), strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}
