internal import CapnProto
internal import Foundation
internal import Schemas

/// Messages of the wire's schema as text, or as JSON.
struct MessagesReport: FileReport {
    /// In which form messages are told.
    enum Form {
        /// As `capnp decode` prints them; data of more than `longestData` bytes is counted, unless all is asked for.
        case text(isWhole: Bool)
        /// As `capnp convert binary:json` writes them.
        case json
    }

    /// The most bytes of a data that a person is shown unasked.
    static let longestData = 64

    private struct Printed: Encodable {
        let kind = "messages"
        let path: String
        let bytes: Int
        let encoding: MessageFile.Encoding
        let type: String
        let messages: [JSONTree]
    }

    private let path: String
    private let byteCount: Int
    private let encoding: MessageFile.Encoding
    private let type: String
    /// Each message in the form that was asked for.
    private let messages: [String]

    var problem: String? { nil }

    /// Takes the bytes of a file for messages; `type` is the root's, and that of every exchange where nil.
    ///
    /// Throws `.unknownKind`, with what is wrong as each encoding, where they are none, and `.unknownType`.
    init(_ bytes: [UInt8], path: String, type: String?, form: Form) throws(InspectionError) {
        self.path = path
        byteCount = bytes.count
        self.type = type ?? "Message"
        let schema = try Self.schema(of: type)
        var reasons: [String] = []
        for encoding in MessageFile.Encoding.allCases {
            do throws(WireError) {
                messages = try MessageFile(bytes, encoding).map { (message) throws(WireError) in
                    if type == nil { try Self.requireEnvelope(message) }
                    return try Self.print(message, as: schema, form)
                }
                self.encoding = encoding
                return
            } catch {
                reasons.append("as \(encoding.rawValue) messages: \(error)")
            }
        }
        throw .unknownKind(path: path, reason: reasons.joined(separator: "; "))
    }

    private static func schema(of type: String?) throws(InspectionError) -> StructSchema {
        guard let type else { return Message.schema }
        // What is embedded in the program is sound.
        guard let schema = (try? Message.schema.set.structure(named: type)) ?? nil else { throw .unknownType(type) }
        return schema
    }

    private static func print(
        _ message: MessageReader, as schema: StructSchema, _ form: Form
    ) throws(WireError) -> String {
        let root = try message.root.rawStructure()
        switch form {
        case .json: return try schema.jsonForm(of: root)
        case .text(let isWhole):
            return try schema.textForm(of: root, pretty: true, longestData: isWhole ? nil : longestData)
        }
    }

    /// Throws unless a message names the payload that it has: else whatever begins with zeros would be one.
    private static func requireEnvelope(_ message: MessageReader) throws(WireError) {
        let root = try message.root(as: Message.self)
        guard root.type != .unspecified, root.type.rawValue == root.payload.discriminant else {
            throw .malformedSchema(
                id: Message.typeID,
                reason: "its type, \(root.type), isn't that of its payload, number \(root.payload.discriminant): if it "
                    + "is another struct than Message, --as names it")
        }
    }

    func encode(to encoder: any Encoder) throws {
        let messages = try messages.map { try JSONDecoder().decode(JSONTree.self, from: Data($0.utf8)) }
        try Printed(path: path, bytes: byteCount, encoding: encoding, type: type, messages: messages)
            .encode(to: encoder)
    }

    func add(to report: inout ReportText) {
        let count = messages.count == 1 ? "a message" : "\(messages.count) messages"
        report.title("\(path): \(count), \(type) of tensor.capnp, \(encoding.rawValue), \(byteCount) bytes")
        for (index, message) in messages.enumerated() {
            if messages.count > 1 { report.section("Message \(index)") }
            report.verbatim(message)
        }
    }
}
