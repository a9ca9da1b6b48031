/// A struct or a group.
struct StructModel {
    /// Its own name in Swift.
    let name: String
    /// Its name in Swift as the file's scope sees it.
    let path: String
    let documentation: [String]
    /// Its id and size; nothing for a group, which lies in its parent's sections.
    let layout: StructLayout?
    /// All fields in the order of the source, those of groups not among them.
    let fields: [FieldModel]
    /// Byte offset of the union's discriminant, if there is one.
    let discriminantOffset: Int?
    let groups: [StructModel]
    let declarations: [Declaration]
}
