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
        private var isOfLayers: Bool { (schema["items"] as? Document)?["$ref"] != nil }
        private var isOfTexts: Bool { (schema["items"] as? Document)?["type"] as? String == "string" }
        private var areEmptyTextsFit: Bool { (schema["items"] as? Document)?["minLength"] == nil }

        /// Values that have to be accepted: the ends of the range, every word.
        var fitting: [Any] {
            if let words = schema["enum"] as? [Any] { return words }
            switch schema["type"] as? String {
            case "boolean": return [true, false]
            case "string": return ["x"]
            case "array" where isOfLayers: return [[Any](), ["flatten"], [["linear": ["outputs": 1], "name": "x"]]]
            case "array" where isOfTexts: return [["x", "y"]] + (schema["minItems"] == nil ? [[String]()] : [])
            case "array": return [[Int](), [1], [16_777_216]]
            case "integer": return [schema["minimum"], schema["maximum"]].compactMap(\.self)
            case "number":
                return [
                    schema["minimum"], schema["maximum"], above(schema["exclusiveMinimum"]),
                    JobSchema.middle(of: schema),
                ].compactMap(\.self)
            default: return []
            }
        }

        /// Values that have to be refused: beyond the ends, and of other types.
        var misfits: [Any] {
            if schema["enum"] != nil { return ["surplus", [1]] }
            switch schema["type"] as? String {
            case "boolean": return ["perhaps", 1.5]
            case "string": return ["", ["a": 1]]
            case "array" where isOfLayers: return [["surplus"], [5], ["linear"], [["flatten": [Int]()]], "flatten"]
            case "array" where isOfTexts:
                return ["x", [["x"]], ["x", ["a": 1]]] + (areEmptyTextsFit ? [] : [[""]])
                    + (schema["minItems"] == nil ? [] : [[String]()])
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
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs")

    /// Of a whole job, or of one layer of its model.
    let root: Document
    /// Every key, sections included.
    let keys: [Key]
    /// The job that a document stands for.
    private let job: @Sendable (Document) -> Document

    /// The schema of jobs, and that of layers.
    static func load() throws -> (job: JobSchema, layer: JobSchema) {
        let data = try Data(contentsOf: folder.appending(path: "job-file.schema.json"))
        let root = try JSONSerialization.jsonObject(with: data) as? Document ?? [:]
        let layer = (root["$defs"] as? Document)?["layer"] as? Document ?? [:]
        let whole = JobSchema(root: root, keys: keys(of: root, below: [])) { $0 }
        let sample = try text(whole.sample(with: ["model", "layers"]))
        return (
            whole,
            JobSchema(root: layer, keys: keys(of: layer, below: [])) { document in
                let object = try? JSONSerialization.jsonObject(with: Data(sample.utf8))
                var job = object as? Document ?? [:]
                job.set([document], at: ["model", "layers"])
                return job
            }
        )
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
        // A layer may be a word too; here it never is one.
        switch (schema["type"] as? [String])?.first ?? schema["type"] as? String {
        case "object":
            var names = Set(schema["required"] as? [String] ?? [])
            let choices = (schema["oneOf"] as? [Document] ?? []).compactMap { ($0["required"] as? [String])?.first }
            // A name chooses nothing.
            if let first = choices.first, !choices.contains(path.first ?? "") { names.insert(first) }
            if let wanted = path.first { names.insert(wanted) }
            return names.reduce(into: Document()) { document, name in
                guard let property = properties(of: schema)[name] else { return }
                document[name] = sample(property, with: path.first == name ? path.dropFirst() : [])
            }
        case "integer": return schema["minimum"] ?? 0
        case "number": return middle(of: schema)
        case "boolean": return false
        case "array" where (schema["items"] as? Document)?["$ref"] != nil: return [["linear": ["outputs": 1]]]
        case "array": return (schema["items"] as? Document)?["type"] as? String == "string" ? ["x"] : [1]
        default: return "x"
        }
    }

    /// A number that fits, and is no end of the range.
    private static func middle(of schema: Document) -> Double {
        ((schema["minimum"] as? NSNumber)?.doubleValue).map { max($0 + 0.5, 0.5) } ?? 0.5
    }

    /// What a document is in a job file.
    ///
    /// Where a sample says nothing about its evaluation split, some of the training files is.
    func text(_ document: Document) throws -> String {
        var job = job(document)
        guard let data = job["data"] as? Document, data["split"] == nil else { return try Self.text(job) }
        let files = ["idx", "csv", "text"].compactMap { data[$0] as? Document }.first ?? [:]
        let names = ["evaluation", "evaluationFeatures", "evaluationLabels"].filter { name in
            files[name] != nil && (files[name] as? [String]) != []
        }
        if names.isEmpty { job.set(["evaluation": 0.5], at: ["data", "split"]) }
        if names == ["evaluationFeatures"] { job.set("y", at: ["data", "idx", "evaluationLabels"]) }
        if names == ["evaluationLabels"] { job.set("x", at: ["data", "idx", "evaluationFeatures"]) }
        return try Self.text(job)
    }

    /// What `document(_:_:)` gives, as a job file's text.
    func text(_ key: Key, _ value: Any) throws -> String { try text(document(key, value)) }

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
        text == "\(value)" || text == (value as? [Int]).map { "\($0)" } || text == (value as? [String]).map { "\($0)" }
            || (Double(text) != nil && Double(text) == (value as? NSNumber)?.doubleValue)
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
