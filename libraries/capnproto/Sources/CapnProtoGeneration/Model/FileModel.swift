/// One schema file as Swift sees it.
struct FileModel {
    /// The schema's file name without folders.
    let name: String
    let documentation: [String]
    let declarations: [Declaration]
}
