import Foundation

/// The job file's JSON Schema, as far as its words are used there.
struct JobSchema {
    /// A value of a document; nil stands for no value.
    typealias Document = [String: Any]

    /// One key of the schema.
    struct Key: CustomStringConvertible {
        let path: [String]
        let schema: Document
        /// Whether its section can't be without it.
        let isRequired: Bool
        /// Whether it is one of several of which there has to be one.
        let isChoice: Bool

        var name: String { path.joined(separator: ".") }
        var description: String { name }
        var isSection: Bool { schema["properties"] != nil }
        var fallback: Any? { schema["default"] }

        /// Values that have to be accepted: the ends of the range, every word.
        var fitting: [Any] {
            if let words = schema["enum"] as? [Any] { return words }
            switch schema["type"] as? String {
            case "boolean": return [true, false]
            case "string": return ["x"]
            case "array": return [[Int](), [1], [16_777_216]]
            case "integer": return [schema["minimum"], schema["maximum"]].compactMap(\.self)
            case "number":
                return [schema["minimum"], schema["maximum"], above(schema["exclusiveMinimum"]), 0.5].compactMap(\.self)
            default: return []
            }
        }

        /// Values that have to be refused: beyond the ends, and of other types.
        var misfits: [Any] {
            if schema["enum"] != nil { return ["surplus", [1]] }
            switch schema["type"] as? String {
            case "boolean": return ["perhaps", 1.5]
            case "string": return ["", ["a": 1]]
            case "array": return [[0], [16_777_217], ["wide"], 5]
            case "integer":
                let outside = [(schema["minimum"], "-1"), (schema["maximum"], "+1")].map { end, step in
                    (end as? NSNumber).map { NSDecimalNumber(string: "\($0)").adding(NSDecimalNumber(string: step)) }
                }
                return outside.compactMap(\.self) + ["many", 1.5]
            case "number":
                return [
                    below(schema["minimum"]), above(schema["maximum"]), schema["exclusiveMinimum"],
                    schema["exclusiveMaximum"],
                ].compactMap(\.self) + ["much", [1]]
            case "object": return ["text", [1]]
            default: return []
            }
        }

        private func above(_ end: Any?) -> Any? { (end as? NSNumber).map { $0.doubleValue + 0.001 } }
        private func below(_ end: Any?) -> Any? { (end as? NSNumber).map { $0.doubleValue - 0.001 } }
    }

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs")

    let root: Document
    /// Every key, sections included.
    let keys: [Key]

    static func load() throws -> JobSchema {
        let data = try Data(contentsOf: folder.appending(path: "job-file.schema.json"))
        let root = try JSONSerialization.jsonObject(with: data) as? Document ?? [:]
        return JobSchema(root: root, keys: keys(of: root, below: []))
    }

    private static func keys(of schema: Document, below path: [String]) -> [Key] {
        let required = schema["required"] as? [String] ?? []
        let choices = (schema["oneOf"] as? [Document] ?? []).flatMap { $0["required"] as? [String] ?? [] }
        return properties(of: schema).sorted { $0.key < $1.key }.flatMap { name, property in
            [
                Key(
                    path: path + [name], schema: property, isRequired: required.contains(name),
                    isChoice: choices.contains(name))
            ] + keys(of: property, below: path + [name])
        }
    }

    private static func properties(of schema: Document) -> [String: Document] {
        schema["properties"] as? [String: Document] ?? [:]
    }

    /// The smallest document that fits and has this key.
    func sample(with path: [String] = []) -> Document {
        Self.sample(root, with: path[...]) as? Document ?? [:]
    }

    private static func sample(_ schema: Document, with path: ArraySlice<String>) -> Any {
        if let words = schema["enum"] as? [Any] { return words.first ?? "" }
        switch schema["type"] as? String {
        case "object":
            var names = Set(schema["required"] as? [String] ?? [])
            let choices = (schema["oneOf"] as? [Document] ?? []).compactMap { ($0["required"] as? [String])?.first }
            if let first = choices.first, !choices.contains(path.first ?? "") { names.insert(first) }
            if let wanted = path.first { names.insert(wanted) }
            return names.reduce(into: Document()) { document, name in
                guard let property = properties(of: schema)[name] else { return }
                document[name] = sample(property, with: path.first == name ? path.dropFirst() : [])
            }
        case "integer": return schema["minimum"] ?? 0
        case "number": return 0.5
        case "boolean": return false
        case "array": return [1]
        default: return "x"
        }
    }

    /// What `document(_:_:)` gives, as a job file's text.
    func text(_ key: Key, _ value: Any) throws -> String { try Self.text(document(key, value)) }

    /// A document with this value, and with what the value needs beside it.
    func document(_ key: Key, _ value: Any) -> Document {
        var document = sample(with: key.path)
        switch key.name {
        case "training.microBatch": document.set(value, at: ["training", "batch"])
        case "training.optimiser.sgd.nesterov": document.set(0.5, at: key.path.dropLast() + ["momentum"])
        default: break
        }
        document.set(value, at: key.path)
        return document
    }

    /// A document as JSON, which is YAML too.
    static func text(_ document: Document) throws -> String {
        String(decoding: try JSONSerialization.data(withJSONObject: document), as: UTF8.self)
    }

    /// Whether a text means a value.
    static func same(_ text: String, _ value: Any) -> Bool {
        text == "\(value)" || (Double(text) != nil && Double(text) == (value as? NSNumber)?.doubleValue)
            || (text == "true" && (value as? Bool) == true) || (text == "false" && (value as? Bool) == false)
    }
}

extension JobSchema.Document {
    /// Sets the value at a path whose sections are there, or takes it away.
    mutating func set(_ value: Any?, at path: [String]) {
        guard let first = path.first else { return }
        guard path.count > 1 else {
            self[first] = value
            return
        }
        var section = self[first] as? JobSchema.Document ?? [:]
        section.set(value, at: Array(path.dropFirst()))
        self[first] = section
    }
}
