/// Turns the schema's names into Swift's.
///
/// All rules about names are here.
enum SwiftNamer {
    /// A type's name, given the names that are seen from where it is declared.
    static func type(_ name: String, isNested: Bool, seen: Set<String>) -> String {
        let reserved = isNested ? ReservedWords.nestedTypes : ReservedWords.types
        return distinct(capitalised(name), from: isNested ? reserved.union(seen) : reserved, suffix: "_")
    }

    /// The names of a generic type's parameters, which get out of the way of all types seen from it.
    static func parameters(_ names: [String], taken: Set<String>) -> [String] {
        var scope = NameScope(taken: ReservedWords.nestedTypes.union(taken))
        return names.map { scope.take(capitalised($0)) }
    }

    /// The struct of a method's parameters or results, which gets out of the way of all types seen from it.
    static func implied(_ name: String, seen: Set<String>) -> String {
        distinct(capitalised(name), from: ReservedWords.nestedTypes.union(seen), suffix: "_")
    }

    /// A group's type, which gets out of the way of all types seen from it.
    static func group(_ name: String, seen: Set<String>) -> String {
        let type = capitalised(name)
        if seen.contains(type) { return distinct(type + "Group", from: seen, suffix: "_") }
        return distinct(type, from: ReservedWords.nestedTypes.union(seen), suffix: "_")
    }

    /// The enumerants' names.
    static func cases(_ names: [String]) -> [String] {
        var taken = ReservedWords.cases
        return names.map { name in
            let result = distinct(name, from: taken, suffix: "_")
            taken.insert(result)
            return escaped(result)
        }
    }

    /// A constant's name at the top of a file.
    static func constant(_ name: String) -> String {
        escaped(distinct(name, from: ["self"], suffix: "_"))
    }

    /// The name of a constant inside a struct, or inside an interface.
    static func nestedConstant(_ name: String, inInterface: Bool) -> String {
        let reserved = ReservedWords.constants
        return escaped(distinct(name, from: inInterface ? reserved.union(["methods"]) : reserved, suffix: "_"))
    }

    /// The names for all fields of a struct: properties first, so that what is derived from one gives way to another.
    static func fields(_ names: [String]) -> [FieldNames] {
        // A union's case can't be `unknown`, and the case is named like the field.
        var scope = NameScope(taken: ReservedWords.members.union(["unknown"]))
        var properties: [String] = []
        for name in names { properties.append(scope.take(name)) }
        var fields: [FieldNames] = []
        for (name, property) in zip(names, properties) {
            let capitalised = capitalised(name)
            fields.append(
                FieldNames(
                    property: escaped(property), has: escaped(scope.take("has" + capitalised)),
                    utf8: escaped(scope.take(name + "UTF8")), set: escaped(scope.take("set" + capitalised)),
                    initialise: escaped(scope.take("init" + capitalised)),
                    adopt: escaped(scope.take("adopt" + capitalised)),
                    disown: escaped(scope.take("disown" + capitalised)),
                    // The schema language has no underscores: nothing else is called this.
                    defaultConstant: "_" + name + "Default"))
        }
        return fields
    }

    /// Whether a name can be one in Swift: ASCII letters, digits and underscores, no digit first.
    static func isIdentifier(_ name: String) -> Bool { name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil }

    static func capitalised(_ name: String) -> String {
        name.prefix(1).uppercased() + name.dropFirst()
    }

    private static func escaped(_ name: String) -> String {
        ReservedWords.keywords.contains(name) ? "`\(name)`" : name
    }

    private static func distinct(_ name: String, from taken: Set<String>, suffix: String) -> String {
        var result = name
        while taken.contains(result) { result += suffix }
        return result
    }
}
