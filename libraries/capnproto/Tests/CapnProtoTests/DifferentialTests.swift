import CReferenceReader
import CapnProto
import CapnProtoTesting
import Foundation
import Testing

/// Mutated messages, to us and to libcapnp: the same verdict and the same values.
///
/// `PANGEA_FUZZ_MESSAGES` says how many there are.
struct DifferentialTests {
    static let messageCount = Int(ProcessInfo.processInfo.environment["PANGEA_FUZZ_MESSAGES"] ?? "") ?? 100_000
    /// Words that a walk may visit, on both sides.
    static let traversalWords = 1 << 16

    static let limits = ReadLimits(traversalWords: traversalWords)

    /// Messages to begin with: every vector, and a message with every type in segments of several sizes.
    static func seeds() throws -> [[UInt8]] {
        let tool = try ReferenceTool()
        var seeds = try Vector.all().filter { $0.bytes.count <= 4096 }.map(\.bytes)
        for segmentSize in ReferenceRoundTripTests.segmentSizes {
            for (text, type) in [
                (EverythingSample.text, "Everything"), ("(boolField = false, listField = [4, 5])", "Defaults"),
                ("(point = (x = 3, label = \"four\"), named = (list = [1, 2, 3]))", "Unions"),
                ("(numbers = [(value = 1, more = 2)], texts = [(value = \"a\")])", "NewerHolder"),
                ("(child = (child = (children = [(), (child = ())])))", "Nest"),
            ] {
                seeds.append(
                    try tool.encode(text, as: type, schema: SchemaFile.everything, segmentSize: segmentSize))
            }
        }
        return seeds
    }

    /// How many messages came out how.
    struct Tally {
        var accepted = 0
        var refused = 0
        var limited = 0
        /// Where the two differ as they are meant to.
        var different = 0
        var counted: Int { accepted + refused + limited + different }
    }

    private static func verdict(
        of read: () throws(WireError) -> UInt64
    ) -> (verdict: ReferenceVerdict, checksum: UInt64, reason: String) {
        do throws(WireError) {
            return (ReferenceAccepted, try read(), "")
        } catch {
            switch error {
            case .traversalLimitExceeded, .nestingLimitExceeded, .messageTooLarge:
                return (ReferenceLimited, 0, "\(error)")
            default: return (ReferenceRefused, 0, "\(error)")
            }
        }
    }

    @Test(arguments: [false, true]) func `our verdict and values are the reference library's`(isPacked: Bool) throws {
        var mutator = Mutator(seeds: try Self.seeds(), seed: isPacked ? 2 : 1)
        var tally = Tally()
        for _ in 0..<Self.messageCount {
            var bytes = mutator.next()
            if isPacked {
                // Packed by us as far as that goes, then mutated again.
                guard let message = try? MessageReader(copying: bytes, limits: Self.limits),
                    let copy = try? OutgoingCopy.of(message)
                else { continue }
                bytes = mutator.mutated(copy.packed())
            }
            let theirs = bytes.withUnsafeBufferPointer {
                reference_walk($0.baseAddress, $0.count, isPacked ? 1 : 0, UInt64(Self.traversalWords))
            }
            let ours = Self.verdict { () throws(WireError) in
                let message =
                    isPacked
                    ? try MessageReader(unpacking: bytes, limits: Self.limits)
                    : try MessageReader(copying: bytes, limits: Self.limits)
                return try MessageWalk.checksum(of: message.root)
            }
            // Where a limit stopped one of them, they have not seen the same.
            if theirs.verdict == ReferenceLimited || ours.verdict == ReferenceLimited {
                tally.limited += 1
                continue
            }
            if ours.verdict == ReferenceAccepted, Self.isMeant(theirs) {
                tally.different += 1
                continue
            }
            if ours.verdict == ReferenceAccepted { tally.accepted += 1 } else { tally.refused += 1 }
            let isTheSame =
                ours.verdict == theirs.verdict && (ours.verdict == ReferenceRefused || ours.checksum == theirs.checksum)
            if !isTheSame {
                Issue.record(
                    """
                    \(bytes.map { String(format: "%02x", $0) }.joined()): ours \(ours), theirs \(theirs.verdict) \
                    \(theirs.checksum) \(Self.reason(theirs))
                    """)
                break
            }
        }
        print(
            "differential\(isPacked ? ", packed" : ""): \(tally.counted) messages, \(tally.accepted) accepted, "
                + "\(tally.refused) refused, \(tally.limited) stopped by a limit, \(tally.different) with a documented difference"
        )
        #expect(tally.accepted * 20 >= tally.counted, "at least 5 % are accepted")
        #expect(tally.refused * 20 >= tally.counted, "at least 5 % are refused")
    }

    @Test func `canonical form has the reference library's bytes`() throws {
        var mutator = Mutator(seeds: try Self.seeds(), seed: 3)
        var compared = 0
        var target = [UInt8](repeating: 0, count: 1 << 20)
        for _ in 0..<Self.messageCount {
            let bytes = mutator.next()
            guard let message = try? MessageReader(copying: bytes, limits: Self.limits),
                (try? message.root.kind) == .structure
            else { continue }
            let theirs = bytes.withUnsafeBufferPointer { bytes in
                reference_canonical(
                    bytes.baseAddress, bytes.count, UInt64(Self.traversalWords), &target, target.count)
            }
            let ours = try? message.root(as: Nest.self).canonical()
            guard theirs >= 0, let ours else { continue }
            compared += 1
            guard Array(ours.serialized().dropFirst(8)) == Array(target[..<Int(theirs)]) else {
                Issue.record("canonical: \(bytes.map { String(format: "%02x", $0) }.joined())")
                break
            }
            #expect(try ours.reader().isCanonical)
        }
        print("differential, canonical: \(compared) messages compared")
        #expect(compared * 20 >= Self.messageCount)
    }

    /// What libcapnp refuses and we accept, as docs/limits.md says: a run of packed words that goes on behind the segment
    /// table, which a packer that is given the whole message at once may write.
    private static func isMeant(_ walk: ReferenceWalk) -> Bool {
        walk.verdict == ReferenceRefused && reason(walk).contains("did not end cleanly on a segment boundary")
    }

    private static func reason(_ walk: ReferenceWalk) -> String {
        withUnsafeBytes(of: walk.reason) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
