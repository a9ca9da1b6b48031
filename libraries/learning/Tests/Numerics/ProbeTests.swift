import Learning
import Testing

@Suite struct ProbeTests {
    static let model = NetworkDescription.multilayerPerceptron(inputs: 40, hidden: [24], outputs: 10)

    @Test func `the probe is the same again`() throws {
        let model = try Model(Self.model)
        #expect(try Probe.digest(of: model, microBatch: 16) == Probe.digest(of: model, microBatch: 16))
    }

    @Test func `another model or micro-batch has another probe`() throws {
        let other = NetworkDescription.multilayerPerceptron(inputs: 40, hidden: [25], outputs: 10)
        let digests = Set([
            try Probe.digest(of: Model(Self.model), microBatch: 16),
            try Probe.digest(of: Model(Self.model), microBatch: 17), try Probe.digest(of: Model(other), microBatch: 16),
        ])
        #expect(digests.count == 3)
    }

    /// If this test fails, results change: every recorded digest of the standard numerics is void.
    @Test(.enabled(if: Numerics.inForce() == Numerics(blasKernel: "Haswell", blasThreads: 1)))
    func `the probe of the standard numerics stays what it is`() throws {
        let digest = try Probe.digest(of: Model(Self.model), microBatch: 16)
        #expect(digest.description == "90d19347c0da61d7f9d6075797023cb59931cd8b0e431bccc36baec69fd02053")
    }

    @Test func `a micro-batch of no samples is refused`() throws {
        let model = try Model(Self.model)
        #expect(throws: LearningError.self) { try Probe.digest(of: model, microBatch: 0) }
    }
}
