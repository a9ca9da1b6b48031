internal import Yams

/// One mapping of a job file, read key by key; keys that nobody asked for are errors.
struct JobSection {
    /// Reads what a section holds.
    typealias Reader<Value> = (inout JobSection) throws(JobFileError) -> Value

    /// The section's own key with those above it, "" for the whole file.
    let path: String
    /// Where it begins.
    let line: Int
    private let values: [String: Node]
    private let keys: [(name: String, line: Int)]
    private var asked: Set<String> = []

    /// Reads a whole file.
    static func file(_ text: String) throws(JobFileError) -> JobSection {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw .syntax("\(error)")
        }
        guard let root else { throw .syntax("the file is empty") }
        return try JobSection(path: "", node: root)
    }

    private init(path: String, node: Node) throws(JobFileError) {
        self.path = path
        line = node.mark?.line ?? 1
        guard case .mapping(let mapping) = node else {
            throw .invalidValue(
                path.isEmpty ? "job" : path, line: line, expected: "keys with values",
                found: JobSection.text(of: node))
        }
        var values: [String: Node] = [:]
        var keys: [(name: String, line: Int)] = []
        for (key, value) in mapping {
            guard let name = key.scalar?.string else {
                throw .invalidValue(
                    path, line: key.mark?.line ?? line, expected: "a word as key", found: JobSection.text(of: key))
            }
            values[name] = value
            keys.append((name, key.mark?.line ?? line))
        }
        self.values = values
        self.keys = keys
    }

    /// Throws where the section has a key that was not asked for.
    func finish() throws(JobFileError) {
        for (name, line) in keys where !asked.contains(name) {
            let nearest = asked.sorted().min { editDistance($0, name) < editDistance($1, name) }
            let isNear = nearest.map { editDistance($0, name) <= max(2, name.count / 2) } ?? false
            throw .unknownKey(full(name), line: line, nearest: isNear ? nearest.map(full) : nil)
        }
    }

    /// Reads a section that has to be there.
    mutating func section<Value>(
        _ key: String, _ read: Reader<Value>
    ) throws(JobFileError) -> Value {
        guard let value = try optionalSection(key, read) else { throw missing(key) }
        return value
    }

    /// Reads a section that may be missing.
    mutating func optionalSection<Value>(
        _ key: String, _ read: Reader<Value>
    ) throws(JobFileError) -> Value? {
        guard let node = node(key) else { return nil }
        var section = try JobSection(path: full(key), node: node)
        let value = try read(&section)
        try section.finish()
        return value
    }

    /// Reads the one of several sections that is there.
    mutating func choice<Value>(_ readers: [(key: String, read: Reader<Value>)]) throws(JobFileError) -> Value {
        var values: [(key: String, value: Value?)] = []
        for (key, read) in readers { values.append((key, try optionalSection(key, read))) }
        return try only(of: values)
    }

    /// The one of several values that is there, of a section that has been read.
    func only<Value>(of values: [(key: String, value: Value?)]) throws(JobFileError) -> Value {
        try finish()
        let found = values.compactMap { key, value in value.map { (key: key, value: $0) } }
        guard found.count == 1, let chosen = found.first else {
            throw .invalidValue(
                path, line: line, expected: "exactly one of \(values.map(\.key).joined(separator: ", "))",
                found: found.isEmpty ? "none" : found.map(\.key).joined(separator: " and "))
        }
        return chosen.value
    }

    /// Reads a list that may be missing, item by item: sections, or single words, which are sections with one empty key.
    mutating func optionalList<Value>(
        _ key: String, ofAtMost limit: Int, _ read: Reader<Value>
    ) throws(JobFileError) -> [Value]? {
        guard let node = node(key) else { return nil }
        guard case .sequence(let sequence) = node, sequence.count <= limit else {
            throw .invalidValue(
                full(key), line: node.mark?.line ?? line, expected: "a list of at most \(limit)",
                found: JobSection.text(of: node))
        }
        var values: [Value] = []
        for (index, item) in sequence.enumerated() {
            var section = try JobSection.item(item, path: "\(full(key))[\(index)]")
            values.append(try read(&section))
            try section.finish()
        }
        return values
    }

    private static func item(_ node: Node, path: String) throws(JobFileError) -> JobSection {
        guard case .scalar(let word) = node, !word.string.isEmpty else { return try JobSection(path: path, node: node) }
        let nothing = Node.mapping(Node.Mapping([], .implicit, .any, node.mark))
        let mapping = Node.mapping(Node.Mapping([(node, nothing)], .implicit, .any, node.mark))
        return try JobSection(path: path, node: mapping)
    }

    /// A text that has to be there.
    mutating func text(_ key: String) throws(JobFileError) -> String {
        try required(key, expected: "a text that is not empty") { $0.isEmpty ? nil : $0 }
    }

    /// A text that may be missing.
    mutating func optionalText(_ key: String) throws(JobFileError) -> String? {
        try optional(key, expected: "a text that is not empty") { $0.isEmpty ? nil : $0 }
    }

    /// One of several words.
    mutating func word<Value>(_ key: String, _ words: [String: Value], default: Value) throws(JobFileError) -> Value {
        let expected = "one of " + words.keys.sorted().joined(separator: ", ")
        return try optional(key, expected: expected) { words[$0] } ?? `default`
    }

    /// A whole number from a range, or the default where there is none.
    mutating func integer(
        _ key: String, in range: ClosedRange<Int>, default: Int? = nil
    ) throws(JobFileError) -> Int {
        guard let number = try optionalInteger(key, in: range) ?? `default` else { throw missing(key) }
        return number
    }

    /// A whole number from a range that may be missing.
    mutating func optionalInteger(_ key: String, in range: ClosedRange<Int>) throws(JobFileError) -> Int? {
        try optional(key, expected: JobSection.description(of: range)) { text in
            Int(text.replacing("_", with: "")).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A whole number of 64 bits.
    mutating func unsigned(_ key: String) throws(JobFileError) -> UInt64 {
        try required(key, expected: "a whole number from 0 to 2^64 - 1") { UInt64($0.replacing("_", with: "")) }
    }

    /// A list of whole numbers from a range.
    mutating func integers(_ key: String, in range: ClosedRange<Int>) throws(JobFileError) -> [Int] {
        guard let numbers = try optionalIntegers(key, in: range) else { throw missing(key) }
        return numbers
    }

    /// A list of whole numbers from a range that may be missing.
    mutating func optionalIntegers(_ key: String, in range: ClosedRange<Int>) throws(JobFileError) -> [Int]? {
        guard let node = node(key) else { return nil }
        let expected = "a list, each \(JobSection.description(of: range))"
        guard case .sequence(let sequence) = node else {
            throw .invalidValue(
                full(key), line: node.mark?.line ?? line, expected: expected, found: JobSection.text(of: node))
        }
        var numbers: [Int] = []
        for node in sequence {
            guard let number = node.scalar.flatMap({ Int($0.string) }), range.contains(number) else {
                throw .invalidValue(
                    full(key), line: node.mark?.line ?? line, expected: expected, found: JobSection.text(of: node))
            }
            numbers.append(number)
        }
        return numbers
    }

    /// A finite number that fits, or the default where there is none.
    mutating func number(
        _ key: String, _ expected: String, default: Double? = nil, where fits: (Double) -> Bool
    ) throws(JobFileError) -> Double {
        guard let number = try optionalNumber(key, expected, where: fits) ?? `default` else { throw missing(key) }
        return number
    }

    /// A finite number that fits, nil where there is none.
    mutating func optionalNumber(
        _ key: String, _ expected: String, where fits: (Double) -> Bool
    ) throws(JobFileError) -> Double? {
        try optional(key, expected: expected) { text in
            Double(text).flatMap { $0.isFinite && fits($0) ? $0 : nil }
        }
    }

    /// true or false, or the default where there is none.
    mutating func flag(_ key: String, default: Bool) throws(JobFileError) -> Bool {
        try optional(key, expected: "true or false") { Bool($0) } ?? `default`
    }

    private mutating func required<Value>(
        _ key: String, expected: String, _ read: (String) -> Value?
    ) throws(JobFileError) -> Value {
        guard let value = try optional(key, expected: expected, read) else { throw missing(key) }
        return value
    }

    mutating func optional<Value>(
        _ key: String, expected: String, _ read: (String) -> Value?
    ) throws(JobFileError) -> Value? {
        guard let node = node(key) else { return nil }
        guard let value = node.scalar.flatMap({ read($0.string) }) else {
            throw .invalidValue(
                full(key), line: node.mark?.line ?? line, expected: expected, found: JobSection.text(of: node))
        }
        return value
    }

    /// A key that isn't there, or is there with a slip of the pen.
    func missing(_ key: String) -> JobFileError {
        let misspelt = keys.first { !asked.contains($0.name) && editDistance($0.name, key) <= 2 }
        return misspelt.map { .unknownKey(full($0.name), line: $0.line, nearest: full(key)) } ?? .missingKey(full(key))
    }

    /// A value that was read, and doesn't go with another one.
    func invalid(_ key: String, expected: String, found: String) -> JobFileError {
        .invalidValue(full(key), line: line, expected: expected, found: found)
    }

    mutating func node(_ key: String) -> Node? {
        asked.insert(key)
        return values[key]
    }

    func full(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    private static func description(of range: ClosedRange<Int>) -> String {
        range.upperBound == .max
            ? "a whole number of at least \(range.lowerBound)"
            : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    }

    static func text(of node: Node) -> String {
        switch node {
        case .scalar(let scalar): scalar.string.isEmpty ? "nothing" : "\"\(scalar.string.prefix(60))\""
        case .mapping: "keys with values"
        case .sequence: "a list"
        case .alias: "an alias"
        }
    }
}
