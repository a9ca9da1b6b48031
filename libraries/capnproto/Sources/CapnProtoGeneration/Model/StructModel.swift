/// A struct or a group.
struct StructModel {
    /// Its own name in Swift.
    let name: String
    /// Its name in Swift as the file's scope sees it.
    let path: String
    let documentation: [String]
    /// The names of its own type parameters.
    let parameters: [String]
    /// What holds its constants where a generic type can't.
    let constantsHolder: String?
    /// Its id and size; nothing for a group, which lies in its parent's sections.
    let layout: StructLayout?
    /// All fields in the order of the source, those of groups not among them.
    let fields: [FieldModel]
    /// Byte offset of the union's discriminant, if there is one.
    let discriminantOffset: Int?
    let groups: [StructModel]
    let declarations: [Declaration]

    /// The path of what the defaults' constants are in.
    var constantsPath: String { constantsHolder ?? path }

    /// What the constants of the pointers' defaults are called, and their values.
    var defaults: [(name: String, value: ValueModel)] {
        fields.compactMap { field in
            guard case .slot(let slot) = field.content, case .words = slot.defaultValue else { return nil }
            return (field.names.defaultConstant, slot.defaultValue)
        }
    }
}
