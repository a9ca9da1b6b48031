/// A constant.
struct ConstantModel {
    let name: String
    let documentation: [String]
    let type: TypeModel
    let value: ValueModel
    /// Whether it is declared inside a type.
    let isNested: Bool
}
