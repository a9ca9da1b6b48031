/// A value as it stands in JSON.
struct JSONValue {
    /// A value with its name.
    struct Member {
        let name: String
        let offset: Int
        let value: JSONValue
    }

    indirect enum Content {
        case null
        case boolean(Bool)
        /// A number, and its text, which can hold more digits than it.
        case number(Double, String)
        case string(String)
        case array([JSONValue])
        case object([Member])
    }

    /// Where it starts, in bytes.
    let offset: Int
    let content: Content

    /// What it is, for errors.
    var found: String {
        switch content {
        case .null: "null"
        case .boolean(let value): "\(value)"
        case .number(_, let text): text
        case .string(let string): string.utf8.count <= 32 ? "\"\(string)\"" : "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
