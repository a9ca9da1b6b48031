/// An interface.
struct InterfaceModel {
    let name: String
    let documentation: [String]
    let id: UInt64
    /// The names of its own type parameters.
    let parameters: [String]
    /// The methods in the order of their numbers.
    let methods: [MethodModel]
    /// The structs that the methods imply by their lists of parameters and results.
    let structures: [StructModel]
    let declarations: [Declaration]
}
