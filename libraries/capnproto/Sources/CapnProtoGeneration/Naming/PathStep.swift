/// A type among those that another one is declared in.
struct PathStep {
    let id: UInt64
    /// Its own name in Swift.
    let name: String
}
