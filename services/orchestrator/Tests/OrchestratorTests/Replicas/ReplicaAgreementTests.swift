import Datasets
import Digests
import Orchestrator
import Testing
import Transport

@Suite struct ReplicaAgreementTests {
    private static func dataset(_ name: String) -> DatasetDescription {
        DatasetDescription(
            digest: Digest.of(name), trainingSamples: 10, evaluationSamples: 5,
            preprocessing: Samples.dataset.preprocessing)
    }

    private static func replicas(_ count: Int) throws -> [Address] {
        try (0..<count).map { try Address(host: "c\($0)", port: 7102) }
    }

    /// An agreement in which each replica has data of this name, refuses ("!") or isn't there ("-").
    private static func agreement(_ found: [String]) throws -> ReplicaAgreement {
        let replicas = try replicas(found.count)
        var agreement = ReplicaAgreement(replicas)
        for (replica, name) in zip(replicas, found) {
            let finding =
                switch name {
                case "!": agreement.refused(by: replica, reason: "no such file")
                case "-": agreement.lost(replica, reason: "nobody listens")
                default: agreement.opened(dataset(name), at: replica)
                }
            #expect(finding == nil, "the run's data isn't known yet")
        }
        return agreement
    }

    @Test(
        arguments: [
            (["a"], "a", [""]), (["a", "a"], "a", ["", ""]), (["a", "b"], "a", ["", "other"]),
            (["a", "b", "b"], "b", ["other", "", ""]), (["-", "a"], "a", ["away", ""]),
            (["!", "a", "-"], "a", ["refuses", "", "away"]), (["b", "a", "a", "b"], "b", ["", "other", "other", ""]),
        ])
    func `the data that most replicas have is the run's, and each of the others is named`(
        found: [String], chosen: String, words: [String]
    ) throws {
        var agreement = try Self.agreement(found)
        #expect(agreement.isComplete)
        let findings = agreement.settle()
        #expect(agreement.dataset == Self.dataset(chosen))
        for (index, (finding, word)) in zip(findings, words).enumerated() {
            let text = finding.description
            #expect(finding.isTrouble == !word.isEmpty)
            #expect(text.contains("c\(index):7102"))
            switch word {
            case "other": #expect(text.contains("\(Digest.of(chosen))") && text.contains("\(Digest.of(found[index]))"))
            case "away": #expect(text.contains("until it is back: nobody listens"))
            case "refuses": #expect(text.contains("is passed over: no such file"))
            default: #expect(text.contains("has the run's data"))
            }
        }
        #expect(findings.count == words.count)
    }

    @Test func `a run that is gone on with keeps its data, however few replicas have it`() throws {
        var agreement = try Self.agreement(["a", "a", "b"])
        _ = agreement.settle { $0 == Self.dataset("b") }
        #expect(agreement.dataset == Self.dataset("b"))
    }

    @Test func `where nobody has data open there is none`() throws {
        var agreement = try Self.agreement(["-", "!"])
        #expect(agreement.settle() == [] && agreement.dataset == nil && !agreement.allRefuse)
        #expect(try Self.agreement(["!", "!"]).allRefuse)
        #expect(!ReplicaAgreement(try Self.replicas(1)).isComplete)
    }

    @Test func `one that comes back is compared, and what lasts is told once`() throws {
        let replica = try Self.replicas(1)[0]
        var agreement = ReplicaAgreement([replica], dataset: Self.dataset("a"))
        #expect(agreement.opened(Self.dataset("a"), at: replica) == .agrees(replica))
        #expect(agreement.lost(replica, reason: "cut") == .outOfReach(replica, reason: "cut"))
        #expect(agreement.lost(replica, reason: "nobody listens") == nil)
        #expect(
            agreement.opened(Self.dataset("b"), at: replica)
                == .differs(replica, expected: Digest.of("a"), got: Digest.of("b")))
        #expect(agreement.opened(Self.dataset("b"), at: replica) == nil)
        #expect(agreement.refused(by: replica, reason: "no file") == .refuses(replica, reason: "no file"))
        #expect(agreement.refused(by: replica, reason: "no file") == nil)
        #expect(agreement.opened(Self.dataset("a"), at: replica) == .agrees(replica))
    }
}
