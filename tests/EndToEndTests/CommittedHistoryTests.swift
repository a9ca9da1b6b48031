import Foundation
import Testing

/// That the history of who consumed what finds the flaws it is for; two samples in one epoch of two steps.
@Suite struct CommittedHistoryTests {
    private static let commits = """
        {"step":0,"bucket":0,"trainers":["one"]}
        {"step":1,"bucket":0,"trainers":["two"]}
        """

    /// What `one` and `two` wrote down, what the orchestrator did, and what is to be found.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var commits = CommittedHistoryTests.commits
        var one = #"{"step":0,"leaf":0,"epoch":0,"samples":[1]}"#
        var two = #"{"step":1,"leaf":0,"epoch":0,"samples":[0]}"#
        let flaw: String

        static let all = [
            Case(
                testDescription: "a sample twice, and so another never",
                two: #"{"step":1,"leaf":0,"epoch":0,"samples":[1]}"#,
                flaw: "bucket 0, epoch 0: missing [0], more than once [1]"),
            Case(
                testDescription: "a sample missing", two: #"{"step":1,"leaf":0,"epoch":0,"samples":[]}"#,
                flaw: "bucket 0, epoch 0: missing [0], more than once []"),
            Case(
                testDescription: "in one bucket alone",
                commits: CommittedHistoryTests.commits + "\n" + #"{"step":0,"bucket":1,"trainers":["one"]}"#,
                flaw: "step 1: nothing was committed in bucket 1"),
            Case(
                testDescription: "a step that was never committed",
                commits: #"{"step":0,"bucket":0,"trainers":["one"]}"#,
                flaw: "expected commits of 2 steps, found [0]"),
            Case(
                testDescription: "work that nobody did", two: #"{"step":0,"leaf":0,"epoch":0,"samples":[0]}"#,
                flaw: "step 1: two counts for leaf 0 and never consumed it"),
            Case(
                testDescription: "other samples for the same leaf",
                two: #"{"step":1,"leaf":0,"epoch":0,"samples":[0]}"# + "\n"
                    + #"{"step":1,"leaf":0,"epoch":0,"samples":[1]}"#,
                flaw: "two consumed other samples the second time"),
        ]
    }

    private static func history(_ test: Case) throws -> CommittedHistory {
        let folder = try TemporaryFolder()
        for (name, text) in [("orchestrator", test.commits), ("one", test.one), ("two", test.two)] {
            let file = CommittedHistory.file(of: name, in: folder)
            try (text + "\n").write(toFile: file, atomically: true, encoding: .utf8)
        }
        return try CommittedHistory(of: ["one", "two"], in: folder)
    }

    @Test(arguments: Case.all) func `a flaw is found and named`(test: Case) throws {
        let error = #expect(throws: CommittedHistory.Flaw.self) {
            try Self.history(test).check(steps: 2, epochs: 1, samples: 2)
        }
        #expect(error?.description.contains(test.flaw) == true, "\(error?.description ?? "")")
    }

    @Test func `a history without a flaw passes, and a step that was committed again counts once`() throws {
        let again = Case(
            testDescription: "again", commits: Self.commits + "\n" + #"{"step":1,"bucket":0,"trainers":["one"]}"#,
            one: #"{"step":0,"leaf":0,"epoch":0,"samples":[1]}"# + "\n"
                + #"{"step":1,"leaf":0,"epoch":0,"samples":[0]}"#,
            flaw: "")
        let history = try Self.history(again)
        try history.check(steps: 2, epochs: 1, samples: 2)
        #expect(history.committedAgain == [1])
    }
}
