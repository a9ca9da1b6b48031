/// A file that Swift is wanted for.
struct RequestedFile: Equatable {
    let id: UInt64
    /// Its path as the schema compiler was told, without the source prefix.
    let name: String
}
