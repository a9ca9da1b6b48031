/// Words that a generated name must not be, or not without backticks.
enum ReservedWords {
    /// Names of types that the language or the generated code claims.
    ///
    /// A schema's own type gets an underscore.
    static let types: Set<String> = ["Any", "Self", "Swift", "CapnProto", "Reader", "Builder", "Which"]
    /// The same for types inside others, where `X.Type` means something else and a type can be taken for an associated one.
    static let nestedTypes: Set<String> = types.union([
        "Type", "Protocol", "ReaderElement", "BuilderElement", "PointeeReader", "PointeeBuilder",
    ])
    /// Members of each generated reader and builder.
    static let members: Set<String> = ["raw", "which", "discriminant", "self"]
    /// Members of each generated enum.
    static let cases: Set<String> = ["unknown", "rawValue", "hashValue", "schema", "self"]
    /// Members of each generated struct's own scope.
    static let constants: Set<String> = [
        "typeID", "structSize", "elementSize", "elementStructSize", "element", "schema", "self",
    ]
    /// Keywords that are names only in backticks.
    static let keywords: Set<String> = [
        "as", "associatedtype", "break", "case", "catch", "class", "continue", "default", "defer", "deinit", "do",
        "else", "enum", "extension", "fallthrough", "false", "fileprivate", "for", "func", "guard", "if", "import",
        "in", "init", "inout", "internal", "is", "let", "nil", "operator", "precedencegroup", "private", "protocol",
        "public", "repeat", "rethrows", "return", "static", "struct", "subscript", "super", "switch", "throw",
        "throws", "true", "try", "typealias", "var", "where", "while",
    ]
}
