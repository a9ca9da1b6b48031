/// An enumerant; its number is its place.
struct EnumCaseModel {
    let name: String
    let documentation: [String]
}
