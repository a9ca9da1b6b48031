/// A declaration that merely holds others.
struct ScopeModel {
    let name: String
    let documentation: [String]
    let declarations: [Declaration]
}
