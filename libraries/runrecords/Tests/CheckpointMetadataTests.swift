import Digests
import Reduction
import RunRecords
import Testing

@Suite struct CheckpointMetadataTests {
    private static let metadata = CheckpointMetadata(
        lineage: String(repeating: "ab", count: 32), probe: Digest.of("some processor"), step: 7,
        epochStatistics: Statistics(samples: 4, lossSum: 0.1 + 0.2, correct: 3, ledger: .max - 1, errorSum: -0.0),
        history: [
            EpochResult(
                epoch: 0, trainingLoss: 1 / 3, trainingAccuracy: 0.5, evaluationLoss: 1e-300, evaluationAccuracy: 0,
                evaluationError: 0.7)
        ])

    @Test func `what is written is read, bit for bit`() throws {
        let texts = try Self.metadata.texts()
        let read = try CheckpointMetadata(texts)
        #expect(read == Self.metadata)
        #expect(read.epochStatistics.hasSameBits(as: Self.metadata.epochStatistics))
    }

    @Test func `a text that is missing or isn't what it has to be is named`() throws {
        let texts = try Self.metadata.texts()
        for key in texts.keys {
            var damaged = texts
            damaged[key] = nil
            #expect(throws: CheckpointError.metadata(key, expected: "a text", found: "none")) {
                try CheckpointMetadata(damaged)
            }
            guard key != "pangea.lineage" else { continue }
            damaged[key] = "-1"
            let error = #expect(throws: CheckpointError.self, "\(key)") { try CheckpointMetadata(damaged) }
            #expect(error?.description.contains("metadata \(key): expected") == true)
        }
    }
}
