import Foundation
import Testing

/// What can happen to a run, at named points and on the wire: each ends in the model of the undisturbed run, with every
/// sample counted once; `make e2e-chaos` runs it.
@Suite(.serialized, .enabled(if: isChaosWanted, "make e2e-chaos runs them"))
enum Chaos {
    static let epochs = 4
    static let steps = epochs * TestJob.stepsPerEpoch
    /// Training samples of the digits.
    static let samples = 1437
    /// Steps between two checkpoints.
    static let checkpointEvery = 10
    static let job = TestJob.digits(epochs: epochs, extra: "checkpoint: {everySteps: \(checkpointEvery), keep: 3}")

    /// What a micro-batch takes at least, so that trainers are equally fast on however few cores.
    static func pace(_ milliseconds: Int) -> String { "trainer.pace action=pause ms=\(milliseconds)" }

    /// The digest of the undisturbed run.
    static let reference = Task {
        let run = try await Deployment(job: job, minimumTrainers: 1)
        try await run.startTrainer()
        return try await run.summary().sha256
    }
}

/// Whether chaos was asked for; it takes minutes.
private let isChaosWanted = ProcessInfo.processInfo.environment["PANGEA_TEST_CHAOS"] == "true"
