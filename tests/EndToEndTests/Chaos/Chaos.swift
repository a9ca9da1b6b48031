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

    /// Stops a trainer in a step, before it pushes the first of what it has computed of it.
    ///
    /// Where all but one are stopped so, the step surely waits for that one, and the one has all of it to do once the
    /// others are silent: what is placed in the step surely happens, however fast each of them is.
    static func stop(inStep step: Int) -> String { "trainer.push.before step=\(step) action=stop" }

    /// The job that things happen to, and one whose model takes up more of a line.
    static let small = ChaosJob(epochs: 4, hidden: 32)
    static let wide = ChaosJob(epochs: 2, hidden: 256)
}

/// Whether chaos was asked for; it takes minutes.
private let isChaosWanted = ProcessInfo.processInfo.environment["PANGEA_TEST_CHAOS"] == "true"
