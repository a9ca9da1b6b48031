import Learning
import Testing
import Trainer
import WireProtocol

import enum Schemas.FailureCode

@Suite struct ReceivedParametersTests {
    private static func values(_ count: Int, _ value: Float) -> WireValues<Float> {
        let memory = TensorMemory(byteCount: count * 4)
        memory.withMutableSpan(of: Float.self) { span in for index in span.indices { span[index] = value } }
        return WireValues(memory)
    }

    @Test func `a step is complete when all of its buckets are there, in any order and more than once`() throws {
        var received = ReceivedParameters(buckets: try BucketLayout(sizes: [16, 16, 3], parameterCount: 35))
        for bucket in [2, 0, 0, 2] {
            try received.receive(step: 4, bucket: bucket, values: Self.values(bucket == 2 ? 3 : 16, 1))
            #expect(received.complete == nil)
        }
        try received.receive(step: 4, bucket: 1, values: Self.values(16, 1))
        let complete = try #require(received.complete)
        #expect(complete.step == 4)
        let span = complete.arena.span
        #expect(span.indices.allSatisfy { span[$0] == 1 })
        // What is older changes nothing.
        try received.receive(step: 3, bucket: 1, values: Self.values(16, 9))
        try received.receive(step: 4, bucket: 1, values: Self.values(16, 9))
        #expect(received.complete?.step == 4 && span[20] == 1)
    }

    @Test func `the parameters that somebody computes from are never written`() throws {
        var received = ReceivedParameters(buckets: try BucketLayout(sizes: [16], parameterCount: 16))
        var held: [ReceivedParameters.Snapshot] = []
        for step in 0..<6 as Range<UInt64> {
            try received.receive(step: step, bucket: 0, values: Self.values(16, Float(step)))
            held.append(try #require(received.complete))
        }
        for (step, snapshot) in held.enumerated() {
            let span = snapshot.arena.span
            #expect(span[0] == Float(step) && span[15] == Float(step))
        }
    }

    @Test func `memory that nobody holds is used again`() throws {
        var received = ReceivedParameters(buckets: try BucketLayout(sizes: [16], parameterCount: 16))
        var arenas: Set<ObjectIdentifier> = []
        for step in 0..<20 as Range<UInt64> {
            try received.receive(step: step, bucket: 0, values: Self.values(16, Float(step)))
            arenas.insert(ObjectIdentifier(try #require(received.complete).arena))
        }
        #expect(arenas.count == 2)
    }

    @Test(arguments: [
        (3, 16, FailureCode.outOfRange), (-1, 16, .outOfRange), (0, 15, .shapeMismatch), (2, 16, .shapeMismatch),
    ])
    func `a bucket that isn't the run's is refused`(bucket: Int, count: Int, code: FailureCode) throws {
        var received = ReceivedParameters(buckets: try BucketLayout(sizes: [16, 16, 3], parameterCount: 35))
        let failure = #expect(throws: ProtocolFailure.self) {
            try received.receive(step: 0, bucket: bucket, values: Self.values(count, 1))
        }
        #expect(failure?.code == code)
    }
}
