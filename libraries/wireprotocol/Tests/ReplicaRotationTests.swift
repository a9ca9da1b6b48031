import Testing
import Transport
import WireProtocol

@Suite struct ReplicaRotationTests {
    private static let refusal = ProtocolFailure(.digestMismatch, "another data set")
    private static let lost = TransportError.closed(peer: "it")

    private static func rotation(_ count: Int) throws -> ReplicaRotation {
        ReplicaRotation(
            try (1...count).map { try Address(host: "c\($0)", port: 1) }, patience: .seconds(10), at: .seconds(5))
    }

    /// What a decision is, in a word.
    private static func word(_ decision: ReplicaRotation.Decision) -> String {
        switch decision {
        case .goOn: "go on"
        case .wait: "wait"
        case .giveUp(let error): "give up: \(error)"
        }
    }

    @Test func `replicas are asked in turn, with a wait when all had theirs`() throws {
        var rotation = try Self.rotation(3)
        var asked: [String] = []
        var words: [String] = []
        for _ in 0..<4 {
            asked.append(rotation.replica.host)
            words.append(Self.word(rotation.failed(Self.lost, at: .seconds(6))))
        }
        #expect(asked == ["c1", "c2", "c3", "c1"])
        #expect(words == ["go on", "go on", "wait", "go on"])
    }

    @Test func `the next one is asked when one that served is lost, and the patience begins anew`() throws {
        var rotation = try Self.rotation(2)
        #expect(Self.word(rotation.lost(at: .seconds(100))) == "go on")
        #expect(rotation.replica.host == "c2")
        #expect(Self.word(rotation.failed(Self.lost, at: .seconds(109))) == "wait")
        #expect(Self.word(rotation.failed(Self.lost, at: .seconds(110))) == "give up: \(Self.lost)")
    }

    @Test func `one that refuses is passed over while another may serve`() throws {
        var rotation = try Self.rotation(2)
        #expect(Self.word(rotation.failed(Self.refusal, at: .seconds(6))) == "go on")
        #expect(Self.word(rotation.failed(Self.lost, at: .seconds(7))) == "wait")
        #expect(Self.word(rotation.failed(Self.refusal, at: .seconds(8))) == "go on")
        #expect(Self.word(rotation.failed(Self.lost, at: .seconds(15))) == "give up: \(Self.refusal)")
    }

    @Test(arguments: [1, 2, 3]) func `when all refuse, there is nothing to wait for`(count: Int) throws {
        var rotation = try Self.rotation(count)
        for _ in 1..<count { _ = rotation.failed(Self.refusal, at: .seconds(6)) }
        #expect(Self.word(rotation.failed(Self.refusal, at: .seconds(6))) == "give up: \(Self.refusal)")
    }

    @Test func `one that stops or has too much to do may serve later`() throws {
        for code in [ProtocolFailure(.stopping, "bye"), ProtocolFailure(.overloaded, "later")] {
            var rotation = try Self.rotation(1)
            #expect(Self.word(rotation.failed(code, at: .seconds(6))) == "wait")
        }
    }
}
