internal import DashboardClient
internal import Foundation

/// JSON of a dashboard that is printed as it is, on one line.
enum JSONText {
    /// The same JSON on one line, or what it has at a key.
    ///
    /// Throws `.malformed` for what is no JSON.
    static func line(_ text: String, key: String? = nil) throws(DashboardError) -> String {
        do {
            var value = try JSONSerialization.jsonObject(with: Data(text.utf8), options: .fragmentsAllowed)
            if let key {
                guard let object = value as? [String: Any], let part = object[key] else {
                    throw DashboardError.malformed(what: "answer", reason: "no key \(key)")
                }
                value = part
            }
            let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed]
            return String(decoding: try JSONSerialization.data(withJSONObject: value, options: options), as: UTF8.self)
        } catch {
            throw error as? DashboardError ?? .malformed(what: "answer", reason: "\(error)")
        }
    }
}
