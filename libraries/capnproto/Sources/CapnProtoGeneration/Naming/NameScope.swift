/// Names that must differ from each other: who comes later gives way.
struct NameScope {
    private var taken: Set<String>

    init(taken: Set<String>) { self.taken = taken }

    /// A name, with as many underscores behind it as it takes to be new.
    mutating func take(_ name: String) -> String {
        var result = name
        while !taken.insert(result).inserted { result += "_" }
        return result
    }
}
