/// A Swift file that the generator made.
public struct GeneratedFile: Equatable, Sendable {
    /// Where it belongs, relative to the output folder: the schema's name with `.swift` behind it.
    public let path: String
    /// Its text.
    public let content: String

    /// A file of a path and a text.
    public init(path: String, content: String) {
        self.path = path
        self.content = content
    }
}
