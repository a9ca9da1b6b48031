/// A constant.
struct ConstantModel {
    let name: String
    let documentation: [String]
    let type: TypeModel
    let value: ValueModel
    /// Whether it is declared inside a type.
    let isNested: Bool
    /// What holds its message where the generic type that it is declared in can't.
    let holder: String?

    /// The name of the message that holds a pointer's value.
    var messageName: String { "_" + name.filter { $0 != "`" } + "Message" }
}
