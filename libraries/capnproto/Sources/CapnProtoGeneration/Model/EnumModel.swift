/// An enum.
struct EnumModel {
    let name: String
    let documentation: [String]
    /// The enumerants in the order of their numbers.
    let cases: [EnumCaseModel]
}
