/// The classes that a model tells apart.
public struct FittedClasses: Hashable, Sendable, Codable {
    /// How many there are, at least 1.
    public var count: Int
    /// What each is called; nil where a class is called by its number.
    public var names: [String]?

    /// Puts it together.
    public init(count: Int, names: [String]? = nil) {
        self.count = count
        self.names = names
    }

    /// What class number `index`, below `count`, is called.
    public func name(of index: Int) -> String { names?[index] ?? "\(index)" }

    func validate() throws(PreprocessingProblem) {
        guard (1...1 << 24).contains(count) else {
            throw .value("classes.count", expected: "1 to \(1 << 24) classes", found: "\(count)")
        }
        guard let names else { return }
        guard names.count == count, Set(names).count == count else {
            throw .value(
                "classes.names", expected: "\(count) different names", found: "\(Set(names).count) in \(names.count)")
        }
    }
}
