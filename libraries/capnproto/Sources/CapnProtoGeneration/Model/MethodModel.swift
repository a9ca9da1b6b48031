/// A method of an interface; its number is its place.
struct MethodModel {
    /// Its name in the schema.
    let name: String
}
