/// What a text holds.
public struct TextSurvey: Hashable, Sendable {
    /// Where it was read.
    public let path: String
    /// Its bytes, expanded.
    public let byteCount: Int
    /// Its Unicode scalars.
    public let characterCount: Int
    /// How many different ones there are.
    public let alphabetCount: Int

    /// Looks at a file.
    ///
    /// Throws `.text`, with the place, where it is no UTF-8.
    init(_ file: StoredFile) throws(DatasetError) {
        let scalars = try UTF8Scalars.scalars(of: file)
        // One place for every scalar that Unicode has.
        var isSeen = [Bool](repeating: false, count: 0x110000)
        for scalar in scalars { isSeen[Int(scalar)] = true }
        path = file.path
        byteCount = file.bytes.count
        characterCount = scalars.count
        alphabetCount = isSeen.count { $0 }
    }
}
