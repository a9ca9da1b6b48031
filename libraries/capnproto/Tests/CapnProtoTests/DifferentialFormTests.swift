import CReferenceReader
import CapnProto
import CapnProtoTesting
import Foundation
import Testing

/// Mutated messages, printed by us and by libcapnp: the same verdict and the same text.
///
/// `PANGEA_FUZZ_MESSAGES` says how many there are.
struct DifferentialFormTests {
    /// What came of messages.
    struct Tally {
        var accepted = 0
        var refused = 0
        var limited = 0
        /// Where the two differ as they are meant to.
        var different = 0
        var counted: Int { accepted + refused + limited + different }
    }

    /// A form, by our name for it and by the reference library's.
    enum Form: CaseIterable {
        case text
        case prettyText
        case json
        case prettyJSON

        var reference: ReferenceForm {
            switch self {
            case .text: ReferenceShortText
            case .prettyText: ReferencePrettyText
            case .json: ReferenceShortJSON
            case .prettyJSON: ReferencePrettyJSON
            }
        }

        func print(_ structure: StructReader, as schema: StructSchema) throws(WireError) -> [UInt8] {
            switch self {
            case .text: try schema.textFormBytes(of: structure)
            case .prettyText: try schema.textFormBytes(of: structure, pretty: true)
            case .json: Array(try schema.jsonForm(of: structure).utf8)
            case .prettyJSON: Array(try schema.jsonForm(of: structure, pretty: true).utf8)
            }
        }
    }

    /// A type, its schema's file and those of its samples that a form can hold.
    struct Root: Sendable, CustomTestStringConvertible {
        let schema: StructSchema
        let file: URL
        let type: String
        var testDescription: String { type }
        static let all = [
            Root(schema: Everything.schema, file: SchemaFile.everything, type: "Everything"),
            Root(schema: Reflected.schema, file: SchemaFile.reflection, type: "Reflected"),
            Root(schema: Annotated.schema, file: SchemaFile.json, type: "Annotated"),
        ]
    }

    @Test(arguments: Root.all, Form.allCases)
    func `what we print is what the reference library prints`(root: Root, form: Form) throws {
        let request = try ReferenceTool().request(
            for: [root.file.lastPathComponent], in: root.file.deletingLastPathComponent())
        let schema = try #require(
            request.withUnsafeBufferPointer { reference_schema_load($0.baseAddress, $0.count) })
        defer { reference_schema_free(schema) }
        let seeds = try Self.seeds(of: root, form)
        var mutator = Mutator(seeds: seeds, seed: UInt64(root.type.utf8.count))
        var tally = Tally()
        for _ in 0..<DifferentialTests.messageCount / 8 {
            let bytes = mutator.next()
            guard try Self.compare(bytes, root, form, schema, &tally) else { break }
        }
        print(
            "differential, \(root.type) as \(form): \(tally.counted) messages, \(tally.accepted) accepted, "
                + "\(tally.refused) refused, \(tally.limited) stopped by a limit, \(tally.different) with a documented difference"
        )
        #expect(tally.accepted * 20 >= tally.counted, "at least 5 % are accepted")
        #expect(tally.refused * 20 >= tally.counted, "at least 5 % are refused")
    }

    @Test func `numbers of any bits are printed as the reference library prints them`() throws {
        let request = try ReferenceTool().request(
            for: [SchemaFile.everything.lastPathComponent], in: SchemaFile.everything.deletingLastPathComponent())
        let schema = try #require(
            request.withUnsafeBufferPointer { reference_schema_load($0.baseAddress, $0.count) })
        defer { reference_schema_free(schema) }
        let root = Root.all[0]
        var tally = Tally()
        // Every product of an odd number with a counter has other bits.
        for start in stride(from: 0 as UInt64, to: 100_000, by: 1000) {
            let message = MessageBuilder()
            let everything = try message.initRoot(as: Everything.self)
            let bits = (start..<start + 1000).map { ($0 &+ 1) &* 0x9E37_79B9_7F4A_7C15 }
            try everything.setFloat64List(bits.map(Double.init(bitPattern:)))
            try everything.setFloat32List(bits.map { Float(bitPattern: UInt32(truncatingIfNeeded: $0 >> 32)) })
            for form in [Form.text, .json] {
                guard try Self.compare(message.finish().serialized(), root, form, schema, &tally) else { return }
            }
        }
        #expect(tally.accepted == 200)
    }

    private static func seeds(of root: Root, _ form: Form) throws -> [[UInt8]] {
        let samples = FormSample.all.filter { $0.type == root.type }
        return try ReferenceRoundTripTests.segmentSizes.flatMap { size in
            try samples.map { try $0.message(segmentSize: size) }
        }
    }

    /// Prints a message on both sides; false ends the comparison.
    private static func compare(
        _ bytes: [UInt8], _ root: Root, _ form: Form, _ schema: OpaquePointer, _ tally: inout Tally
    ) throws -> Bool {
        let theirs = bytes.withUnsafeBufferPointer {
            reference_print(
                schema, root.schema.id, form.reference, $0.baseAddress, $0.count,
                UInt64(DifferentialTests.traversalWords))
        }
        defer { reference_printed_free(theirs) }
        let ours: Result<[UInt8], WireError>
        do throws(WireError) {
            let structure = try MessageReader(copying: bytes, limits: DifferentialTests.limits).root.rawStructure()
            ours = .success(try form.print(structure, as: root.schema))
        } catch {
            ours = .failure(error)
        }
        let text = UnsafeRawBufferPointer(start: theirs.text, count: theirs.text_count)
        let reason = withUnsafeBytes(of: theirs.reason) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        switch (ours, theirs.verdict) {
        // Where a limit stopped one of them, they have not seen the same.
        case (_, ReferenceLimited), (.failure(.traversalLimitExceeded), _), (.failure(.nestingLimitExceeded), _),
            (.failure(.messageTooLarge), _):
            tally.limited += 1
        case (.success(let printed), ReferenceAccepted) where printed.elementsEqual(text): tally.accepted += 1
        case (.failure, ReferenceRefused): tally.refused += 1
        case (.success, ReferenceRefused) where reason.contains("invalid capability pointer"): tally.different += 1
        // It takes the lowest bit of each number for a flag.
        case (.failure(.incompatibleElements(expected: .bit, _)), ReferenceAccepted): tally.different += 1
        // JSON that we write is JSON.
        case (.failure(.invalidText), ReferenceAccepted): tally.different += 1
        default:
            let came = String(decoding: text, as: UTF8.self)
            Issue.record(
                """
                \(bytes.map { String(format: "%02x", $0) }.joined())
                ours \(ours.map { String(decoding: $0, as: UTF8.self) })
                theirs \(theirs.verdict) \(came) \(reason)
                """)
            return false
        }
        return true
    }
}
