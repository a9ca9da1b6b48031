import LeaseEngine
import Testing

@Suite struct MembershipTests {
    private func membership(minimum: Int = 1, expelled: [String: String] = [:], joined names: [String]) -> Membership {
        var membership = Membership(policy: LeasePolicy(minimumTrainers: minimum), expelled: expelled)
        for name in names { _ = membership.join(name: name, at: .zero) }
        return membership
    }

    @Test(
        arguments: [
            (1, [], "waiting for 1 trainer: 0 of 1 are there"), (3, ["a"], "waiting for 2 trainers: 1 of 3 are there"),
            (2, ["a", "b"], "nil"), (0, ["a"], "nil"),
        ] as [(Int, [String], String)])
    func `a quorum is waited for`(minimum: Int, names: [String], expected: String) {
        let waiting = membership(minimum: minimum, joined: names).waiting
        #expect(waiting.map(String.init(describing:)) ?? "nil" == expected)
    }

    @Test func `after the quorum one is enough`() {
        var membership = membership(minimum: 2, joined: ["a", "b"])
        #expect(membership.leave(TrainerID(1)) == true)
        #expect(membership.waiting == nil)
        #expect(membership.leave(TrainerID(2)) == true)
        #expect(membership.leave(TrainerID(2)) == false)
        #expect(membership.waiting?.reason == .noTrainer)
        #expect(membership.goneCount == 2)
    }

    @Test func `one that comes back is another member`() {
        var membership = membership(joined: ["a"])
        _ = membership.leave(TrainerID(1))
        #expect(membership.join(name: "a", at: .zero) == .member(TrainerID(2)))
        #expect(membership.present == [TrainerID(2)])
        #expect(membership.records.count == 2)
        membership.forgetGone(except: [TrainerID(1)])
        #expect(membership.records.count == 2)
        membership.forgetGone(except: [])
        #expect(membership.records.count == 1)
    }

    @Test func `silence is noticed once, and ends with anything that is heard`() {
        var membership = membership(joined: ["a", "b"])
        #expect(membership.heard(TrainerID(2), at: .seconds(1)) == false)
        let limit = Duration.milliseconds(1500)
        #expect(membership.noteSilence(at: .milliseconds(1500), limit: limit) == [])
        #expect(membership.noteSilence(at: .milliseconds(1501), limit: limit) == [TrainerID(1)])
        #expect(membership.noteSilence(at: .milliseconds(1502), limit: limit) == [])
        #expect(membership.live == [TrainerID(2)])
        #expect(membership.noteSilence(at: .seconds(9), limit: limit) == [TrainerID(2)])
        #expect(membership.waiting?.reason == .allSilent(["a", "b"]))
        #expect(membership.heard(TrainerID(1), at: .seconds(9)) == true)
        #expect(membership.live == [TrainerID(1)])
        #expect(membership.heard(TrainerID(7), at: .seconds(9)) == false, "who is no member")
    }

    @Test func `a name that is expelled may not join again, also after a restart`() {
        var membership = membership(expelled: ["old": "it lied before"], joined: ["a", "a", "b"])
        #expect(membership.expel(name: "a", reason: "it lied") == [TrainerID(1), TrainerID(2)])
        #expect(membership.present == [TrainerID(3)])
        #expect(membership.join(name: "a", at: .zero) == .expelled(reason: "it lied"))
        #expect(membership.join(name: "old", at: .zero) == .expelled(reason: "it lied before"))
        #expect(membership.expelled.keys.sorted() == ["a", "old"])
    }
}
