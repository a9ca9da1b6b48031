import Faults
import Testing

@Suite struct FaultPlanTests {
    @Test(
        arguments: [
            ("trainer.push.middle step=5 action=kill", [Fault(.trainerPushMiddle, step: 5, action: .kill)]),
            ("compute.fetch.middle action=cut", [Fault(.computeFetchMiddle, action: .cut)]),
            ("trainer.gradient step=1 action=corrupt", [Fault(.trainerGradient, step: 1, action: .corrupt)]),
            ("trainer.gradient action=spoil", [Fault(.trainerGradient, action: .spoil)]),
            (
                " trainer.push.before  step=18446744073709551615 action=stop ;trainer.pace action=pause ms=20",
                [
                    Fault(.trainerPushBefore, step: .max, action: .stop),
                    Fault(.trainerPace, action: .pause(.milliseconds(20))),
                ]
            ),
        ])
    func `a plan is read`(text: String, faults: [Fault]) throws {
        let plan = try FaultPlan(parsing: text)
        #expect(plan.faults == faults)
        let again = try FaultPlan(parsing: plan.faults.map(\.description).joined(separator: "; "))
        #expect(again == plan)
    }

    @Test(
        arguments: [
            ("", "PANGEA_FAULTS: expected a point of trainer.restart, ", "found nothing"),
            ("trainer.push step=5 action=kill", "PANGEA_FAULTS: \"trainer.push step=5", "found \"trainer.push\""),
            ("trainer.pace action=pause ms=5;", "PANGEA_FAULTS: expected a point", "found nothing"),
            ("trainer.push.after action=kill step=-1", "step: expected a number", "found \"-1\""),
            ("trainer.push.after step=1", "expected an action of kill, stop, found none", "PANGEA_FAULTS"),
            ("trainer.push.after action=cut", "expected an action of kill, stop, found \"cut\"", "PANGEA_FAULTS"),
            ("trainer.gradient action=kill", "expected an action of corrupt, spoil, found \"kill\"", "PANGEA_FAULTS"),
            ("trainer.push.after action=kill ms=5", "ms belongs to a pause", "PANGEA_FAULTS"),
            ("trainer.pace action=pause", "ms: expected 1 to 600000, found \"\"", "PANGEA_FAULTS"),
            ("trainer.pace action=pause ms=600001", "ms: expected 1 to 600000, found \"600001\"", "PANGEA_FAULTS"),
            ("trainer.push.after action=kill action=stop", "action is there twice", "PANGEA_FAULTS"),
            ("trainer.push.after kill", "expected step=, action= or ms=, found \"kill\"", "PANGEA_FAULTS"),
            ("trainer.push.after action=kill at=5", "expected step=, action= or ms=, found \"at=5\"", "PANGEA_FAULTS"),
        ])
    func `a plan that can't be understood is refused with what was expected and found`(
        text: String, expected: String, found: String
    ) throws {
        let error = try #require(throws: FaultPlanError.self) { try FaultPlan(parsing: text) }
        #expect(error.description.hasPrefix("PANGEA_FAULTS: "))
        #expect(error.description.contains(expected) && error.description.contains(found), "\(error)")
    }

    @Test func `each point has a name that is read, and an action`() throws {
        for point in FaultPoint.allCases {
            let kind = try #require(point.actions.first)
            let text = "\(point.rawValue) action=\(kind.rawValue)\(kind == .pause ? " ms=1" : "")"
            #expect(try FaultPlan(parsing: text).faults.map(\.point) == [point])
        }
    }

    @Test func `a failure without a step is due in any, one with a step in that one`() {
        let any = Fault(.trainerPushAfter, action: .kill)
        let fifth = Fault(.trainerPushAfter, step: 5, action: .kill)
        #expect(any.isDue(at: .trainerPushAfter, step: 3) && !any.isDue(at: .trainerPushBefore, step: 3))
        #expect(fifth.isDue(at: .trainerPushAfter, step: 5) && !fifth.isDue(at: .trainerPushAfter, step: 4))
    }
}
