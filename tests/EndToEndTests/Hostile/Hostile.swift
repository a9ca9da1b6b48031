import Foundation
import Testing

/// Strangers and false members that set upon a run in progress, by real sockets: none harms its result, its rate or
/// its services' memory, and each is named in the log; `make e2e-hostile` runs it.
@Suite(.serialized, .enabled(if: !chosen.isEmpty, "make e2e-hostile runs them"))
enum Hostile {
    /// The job that is trained meanwhile, and one whose model fills a line that nobody reads.
    static let job = ChaosJob(epochs: 10, hidden: 32)
    static let wide = ChaosJob(epochs: 10, hidden: 1024)
    /// The join token of the runs that have one.
    static let secret = "whoever-is-hostile-has-not-got-this-one"
    /// What a micro-batch takes at least: a step is four of them on each of two trainers, and little else.
    static let pace = Chaos.pace(20)

    @Suite struct AttackTests {
        @Test(
            arguments: Attack.all.filter { chosen == "true" || $0.name.contains(chosen) })
        func `a run in progress goes on as if nobody were there`(attack: Attack) async throws {
            try await attack.check(isTimed: true)
        }
    }
}

/// What was asked for: `true` for all attacks, or a part of some names; it takes minutes.
private let chosen = ProcessInfo.processInfo.environment["PANGEA_TEST_HOSTILE"] ?? ""
