internal import Yams

extension JobSection {
    /// A whole number of 64 bits that may be missing.
    mutating func optionalUnsigned(_ key: String) throws(JobFileError) -> UInt64? {
        try optional(key, expected: "a whole number from 0 to 2^64 - 1") { UInt64($0.replacing("_", with: "")) }
    }

    /// A list of texts.
    mutating func texts(_ key: String) throws(JobFileError) -> [String] {
        guard let texts = try optionalTexts(key) else { throw missing(key) }
        return texts
    }

    /// A list of texts; nil where there is none.
    mutating func optionalTexts(_ key: String, allowsEmpty: Bool = false) throws(JobFileError) -> [String]? {
        guard let node = node(key) else { return nil }
        let expected = allowsEmpty ? "a list of texts" : "a list of texts that are not empty"
        guard case .sequence(let sequence) = node else {
            throw .invalidValue(
                full(key), line: node.mark?.line ?? line, expected: expected, found: JobSection.text(of: node))
        }
        var texts: [String] = []
        for node in sequence {
            guard let text = node.scalar?.string, allowsEmpty || !text.isEmpty else {
                throw .invalidValue(
                    full(key), line: node.mark?.line ?? line, expected: expected, found: JobSection.text(of: node))
            }
            texts.append(text)
        }
        return texts
    }
}
