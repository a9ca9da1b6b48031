/// One schema file as Swift sees it.
struct FileModel {
    /// The schema's file name without folders.
    let name: String
    let documentation: [String]
    let declarations: [Declaration]

    /// Whether a declaration names a type of the runtime: constants of numbers don't, and a file of annotations has none.
    var namesRuntime: Bool {
        declarations.contains { declaration in
            if case .constant(let constant) = declaration { constant.type.isPointer } else { true }
        }
    }
}
