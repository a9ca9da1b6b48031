import Foundation
import Reduction
import Testing

/// That the history of who consumed what finds the flaws it is for; two samples in one epoch of two steps.
@Suite struct CommittedHistoryTests {
    private static let commits = [commit(0, of: "one", 1), commit(1, of: "two", 0)].joined(separator: "\n")

    /// What the orchestrator writes down of a step of one sample.
    private static func commit(_ step: Int, bucket: Int = 0, of trainer: String, _ sample: UInt64) -> String {
        let ledger = Ledger.entry(epoch: 0, sampleId: sample)
        return #"{"step":\#(step),"bucket":\#(bucket),"ledger":\#(ledger),"trainers":["\#(trainer)"]}"#
    }

    /// What `one` and `two` wrote down, what the orchestrator did, and what is to be found.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        var commits = CommittedHistoryTests.commits
        var one = #"{"step":0,"leaf":0,"epoch":0,"samples":[1]}"#
        var two = #"{"step":1,"leaf":0,"epoch":0,"samples":[0]}"#
        var buckets = 1
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
                commits: CommittedHistoryTests.commits + "\n"
                    + CommittedHistoryTests.commit(0, bucket: 1, of: "one", 1), buckets: 2,
                flaw: "step 1: nothing was committed in bucket 1"),
            Case(
                testDescription: "a step that was never committed",
                commits: CommittedHistoryTests.commit(0, of: "one", 1),
                flaw: "expected commits of 2 steps, found [0]"),
            Case(
                testDescription: "work that nobody did", two: #"{"step":0,"leaf":0,"epoch":0,"samples":[0]}"#,
                flaw: "step 1: two counts for leaf 0 and never consumed it"),
            Case(
                testDescription: "other samples for the same leaf",
                two: #"{"step":1,"leaf":0,"epoch":0,"samples":[0]}"# + "\n"
                    + #"{"step":1,"leaf":0,"epoch":0,"samples":[1]}"#,
                flaw: "two consumed other samples the second time"),
            Case(
                testDescription: "said to be another sample than was consumed",
                commits: [CommittedHistoryTests.commit(0, of: "one", 0), CommittedHistoryTests.commit(1, of: "two", 1)]
                    .joined(separator: "\n"),
                flaw: "step 0, bucket 0: expected the ledger \(Ledger.entry(epoch: 0, sampleId: 1)), found "
                    + "\(Ledger.entry(epoch: 0, sampleId: 0))"),
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
            try Self.history(test).check(steps: 2, buckets: test.buckets, epochs: 1, samples: 2)
        }
        #expect(error?.description.contains(test.flaw) == true, "\(error?.description ?? "")")
    }

    @Test func `a history without a flaw passes, and a step that was committed again counts once`() throws {
        let again = Case(
            testDescription: "again", commits: Self.commits + "\n" + Self.commit(1, of: "one", 0),
            one: #"{"step":0,"leaf":0,"epoch":0,"samples":[1]}"# + "\n"
                + #"{"step":1,"leaf":0,"epoch":0,"samples":[0]}"#,
            flaw: "")
        let history = try Self.history(again)
        try history.check(steps: 2, buckets: 1, epochs: 1, samples: 2)
        #expect(history.committedAgain == [1])
    }
}
