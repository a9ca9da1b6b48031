import Foundation

/// Holds JSON against the schemas of an OpenAPI document; knows exactly the words that ours uses.
struct SchemaCheck {
    let document: [String: Any]

    /// What doesn't fit, each with its place; a word of the schema that isn't known doesn't fit either.
    func complaints(about value: Any, schema: [String: Any], at place: String) -> [String] {
        if let reference = schema["$ref"] as? String {
            guard let target = resolve(reference) else { return ["\(place): no \(reference)"] }
            return complaints(about: value, schema: target, at: place)
        }
        return schema.sorted { $0.key < $1.key }.flatMap { word, expected in
            complaints(about: value, word: word, expected: expected, schema: schema, at: place)
        }
    }

    private func resolve(_ reference: String) -> [String: Any]? {
        reference.split(separator: "/").dropFirst().reduce(document as Any?) { node, key in
            (node as? [String: Any])?[String(key)]
        } as? [String: Any]
    }

    private func complaints(
        about value: Any, word: String, expected: Any, schema: [String: Any], at place: String
    ) -> [String] {
        let wrong = { (fits: Bool) in fits ? [] : ["\(place): expected \(word) \(expected), found \(value)"] }
        let fields = value as? [String: Any] ?? [:]
        switch word {
        case "description", "properties", "format": return members(fields, word: word, expected: expected, at: place)
        case "type": return wrong(fits(value, type: expected as? String ?? ""))
        case "enum": return wrong((expected as? [String])?.contains(value as? String ?? "") == true)
        case "minimum": return wrong(number(value) >= number(expected))
        case "maximum": return wrong(number(value) <= number(expected))
        case "maxItems": return wrong((value as? [Any] ?? []).count <= Int(number(expected)))
        case "maxLength": return wrong((value as? String ?? "").count <= Int(number(expected)))
        case "pattern":
            return wrong((value as? String)?.range(of: expected as? String ?? "", options: .regularExpression) != nil)
        case "required": return wrong((expected as? [String] ?? []).allSatisfy { fields[$0] != nil })
        case "items":
            return (value as? [Any] ?? []).enumerated().flatMap { index, item in
                complaints(about: item, schema: expected as? [String: Any] ?? [:], at: "\(place)[\(index)]")
            }
        case "propertyNames":
            let names = (expected as? [String: Any])?["enum"] as? [String] ?? []
            return wrong(fields.keys.allSatisfy(names.contains))
        case "additionalProperties":
            let known = schema["properties"] as? [String: Any] ?? [:]
            let others = fields.filter { known[$0.key] == nil }
            guard let schema = expected as? [String: Any] else { return wrong(others.isEmpty) }
            return others.flatMap { complaints(about: $0.value, schema: schema, at: "\(place).\($0.key)") }
        default: return ["\(place): the check doesn't know the word \(word)"]
        }
    }

    private func members(_ fields: [String: Any], word: String, expected: Any, at place: String) -> [String] {
        guard word == "properties", let schemas = expected as? [String: [String: Any]] else { return [] }
        return schemas.flatMap { name, schema in
            fields[name].map { complaints(about: $0, schema: schema, at: "\(place).\(name)") } ?? []
        }
    }

    private func number(_ value: Any) -> Double { (value as? NSNumber)?.doubleValue ?? .nan }

    private func fits(_ value: Any, type: String) -> Bool {
        switch type {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "number": value is NSNumber
        case "integer": value is NSNumber && number(value).rounded() == number(value)
        default: false
        }
    }
}
