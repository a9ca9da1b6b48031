/// Makes the header of a file; whoever has the tensors writes their bytes behind it, in the order of adding.
///
/// The bytes depend on names, shapes, types, their order and the metadata alone. The header is padded with spaces, so
/// that the first tensor begins at a multiple of 64 bytes.
public struct SafetensorsWriter: Sendable {
    /// Texts that travel with the tensors.
    public var metadata: [String: String] = [:]
    private var tensors: [(name: String, shape: [Int], type: TensorType)] = []

    /// Creates a writer of a file without tensors.
    public init() {}

    /// Creates a writer of the texts and tensors of a file, in the order of the file.
    public init(like header: SafetensorsHeader) {
        metadata = header.metadata
        for entry in header.entries { add(name: entry.name, shape: entry.shape, type: entry.type) }
    }

    /// Adds a tensor behind those that were added before.
    public mutating func add(name: String, shape: [Int], type: TensorType) {
        tensors.append((name, shape, type))
    }

    /// All that comes before the tensors' bytes.
    ///
    /// Throws `.repeatedName` and `.shape`.
    public func header() throws(SafetensorsError) -> [UInt8] {
        var fields: [String] = []
        if !metadata.isEmpty {
            let texts = metadata.sorted { $0.key < $1.key }.map { "\(Self.json($0.key)):\(Self.json($0.value))" }
            fields.append("\"__metadata__\":{\(texts.joined(separator: ","))}")
        }
        var names: Set<String> = ["__metadata__"]
        var offset = 0
        for (name, shape, type) in tensors {
            guard names.insert(name).inserted else { throw .repeatedName(name) }
            guard let byteCount = TensorEntry.byteCount(of: shape, type),
                case (let end, let overflow) = offset.addingReportingOverflow(byteCount), !overflow
            else { throw .shape(tensor: name, shape) }
            let sizes = shape.map(String.init).joined(separator: ",")
            fields.append(
                "\(Self.json(name)):{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(sizes)],"
                    + "\"data_offsets\":[\(offset),\(end)]}")
            offset = end
        }
        var text = Array("{\(fields.joined(separator: ","))}".utf8)
        while (text.count + 8) % 64 != 0 { text.append(UInt8(ascii: " ")) }
        let length = UInt64(text.count)
        return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + text
    }

    /// A JSON string (RFC 8259).
    private static func json(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
