/// What a generated file says about its schema at run time.
struct EmbeddedSchemaModel {
    /// A type with a schema of its own.
    struct Declared {
        enum Kind {
            case structure
            case group
            case enumeration
            case interface
        }
        let kind: Kind
        let id: UInt64
        /// Its Swift path from the file's scope.
        let path: String
    }

    /// The file's number.
    let file: UInt64
    /// The nodes: a message, packed, in Base64.
    let nodes: String
    /// The files whose generated code has nodes that these refer to.
    let imports: [UInt64]
    /// In the order of their numbers.
    let types: [Declared]
}
