import Foundation
import Testing

/// What can happen to a run, at named points and on the wire: each ends in the model of the undisturbed run, with every
/// sample counted once; `make e2e-chaos` runs it.
@Suite(.serialized, .enabled(if: isChaosWanted, "make e2e-chaos runs them"))
enum Chaos {
    /// Steps between two checkpoints.
    static let checkpointEvery = 10

    /// What a micro-batch takes at least, so that trainers are equally fast on however few cores.
    static func pace(_ milliseconds: Int) -> String { "trainer.pace action=pause ms=\(milliseconds)" }

    /// The job that things happen to, and one whose model takes up more of a line.
    static let small = ChaosJob(epochs: 4, hidden: 32)
    static let wide = ChaosJob(epochs: 2, hidden: 256)
}

/// Whether chaos was asked for; it takes minutes.
private let isChaosWanted = ProcessInfo.processInfo.environment["PANGEA_TEST_CHAOS"] == "true"
