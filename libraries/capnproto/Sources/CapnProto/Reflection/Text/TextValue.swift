/// A value as it stands in a text.
struct TextValue {
    /// A value with the name of its field.
    struct Member {
        let name: String
        let offset: Int
        let value: TextValue
    }

    indirect enum Content {
        case name(String)
        case integer(UInt64, isNegative: Bool)
        case float(Double)
        case text([UInt8])
        case data([UInt8])
        case list([TextValue])
        case record([Member])
    }

    /// Where it starts, in bytes.
    let offset: Int
    let content: Content

    /// What it is, for errors.
    var found: String {
        switch content {
        case .name(let name): "'\(name)'"
        case .integer(let magnitude, let isNegative): (isNegative ? "-" : "") + String(magnitude)
        case .float(let value): "\(value)"
        case .text: "a text"
        case .data: "a data"
        case .list: "a list"
        case .record: "a record"
        }
    }
}
