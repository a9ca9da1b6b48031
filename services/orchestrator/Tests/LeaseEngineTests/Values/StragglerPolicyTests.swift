import LeaseEngine
import Reduction
import Testing

@Suite struct StragglerPolicyTests {
    private func lease(
        _ id: UInt64, _ leaves: Range<Int>, of trainer: UInt64, left: Double, isBegun: Bool = true,
        isAnswered: Bool = false
    ) -> StragglerPolicy.Outlook {
        StragglerPolicy.Outlook(
            lease: id, trainer: TrainerID(trainer), leaves: Leaves(leaves), isBegun: isBegun, isAnswered: isAnswered,
            secondsLeft: left)
    }

    /// Helpers are numbered from 10, with these speeds.
    private func help(_ leases: [StragglerPolicy.Outlook], speeds: [Double], floor: Double = 0) -> [String] {
        let helpers = speeds.enumerated().map { index, speed in
            StragglerPolicy.Helper(trainer: TrainerID(UInt64(10 + index)), speed: speed)
        }
        return StragglerPolicy(margin: 2, floor: floor).help(leases, by: helpers).map { help in
            "\(help.takesOver ? "takes over" : "duplicates") \(help.lease): "
                + help.shares.map { "\($0.trainer.number) \($0.leaves)" }.joined(separator: ", ")
        }
    }

    @Test func `who is about to be through is left alone`() {
        #expect(help([lease(1, 0..<8, of: 1, left: 1.9)], speeds: [8]) == [])
        #expect(help([lease(1, 0..<8, of: 1, left: 100, isAnswered: true)], speeds: [8]) == [])
    }

    @Test func `a lease that is begun is duplicated in whole, divided among all that are idle`() {
        #expect(help([lease(1, 0..<8, of: 1, left: 2.1)], speeds: [8]) == ["duplicates 1: 10 [0, 8)"])
        #expect(help([lease(1, 0..<8, of: 1, left: 2.1)], speeds: [4, 4]) == ["duplicates 1: 10 [0, 4), 11 [4, 8)"])
        #expect(help([lease(1, 3..<4, of: 1, left: 2.1)], speeds: [1, 4]) == ["duplicates 1: 11 [3, 4)"])
    }

    @Test(
        arguments: [
            // Four leaves of 1 ms, of which a helper needs 4 ms, or two of them 2 ms.
            (true, 0.053, 0.05, 1, "nobody"), (true, 0.055, 0.05, 1, "duplicates 1: 10 [0, 4)"),
            (true, 0.009, 0.05, 1, "nobody"), (true, 0.009, 0.004, 1, "duplicates 1: 10 [0, 4)"),
            (true, 0.051, 0.05, 2, "nobody"), (true, 0.053, 0.05, 2, "duplicates 1: 10 [0, 2), 11 [2, 4)"),
            (false, 0.053, 0.05, 1, "nobody"), (false, 0.055, 0.05, 1, "takes over 1: 10 [0, 4)"),
            (false, 0.005, 0, 1, "takes over 1: 10 [0, 4)"),
        ] as [(Bool, Double, Double, Int, String)])
    func `who would hold up the round by less than a floor is not helped`(
        isBegun: Bool, left: Double, floor: Double, helpers: Int, expected: String
    ) {
        let lease = lease(1, 0..<4, of: 1, left: left, isBegun: isBegun)
        let help = help([lease], speeds: Array(repeating: 1000, count: helpers), floor: floor)
        #expect((help.first ?? "nobody") == expected)
    }

    @Test func `nobody is duplicated twice`() {
        let leases = [
            lease(1, 0..<8, of: 1, left: 100), lease(2, 0..<4, of: 2, left: 50), lease(3, 4..<8, of: 3, left: 50),
        ]
        #expect(help(leases, speeds: [8]) == [])
    }

    @Test func `the slowest is helped first, and helpers are shared out`() {
        let leases = [lease(1, 0..<4, of: 1, left: 10), lease(2, 4..<8, of: 2, left: 20)]
        #expect(help(leases, speeds: [4]) == ["duplicates 2: 10 [4, 8)"])
        #expect(help(leases, speeds: [4, 4]) == ["duplicates 2: 10 [4, 8)", "duplicates 1: 11 [0, 4)"])
    }

    @Test func `what is not begun is taken over, the last one first`() {
        let leases = [
            lease(1, 0..<4, of: 1, left: 4), lease(2, 4..<6, of: 1, left: 6, isBegun: false),
            lease(3, 6..<7, of: 1, left: 7, isBegun: false),
        ]
        #expect(help(leases, speeds: [1]) == ["takes over 3: 10 [6, 7)"])
        #expect(help(leases, speeds: [1, 1]) == ["takes over 3: 10 [6, 7)", "takes over 2: 11 [4, 6)"])
        #expect(help(leases, speeds: [0.1]) == [], "it would take longer than the one who has it")
    }
}
