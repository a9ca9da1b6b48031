/// What an IDX file holds.
public struct IDXSurvey: Hashable, Sendable {
    /// Where it was read.
    public let path: String
    /// How many samples there are.
    public let sampleCount: Int
    /// The shape of a sample; none where each is one number, as labels are.
    public let sampleShape: [Int]
    /// The type of the elements, for people.
    public let elementType: String
    /// Whether elements are unsigned bytes, as pixels often are.
    public let isUnsignedBytes: Bool
    /// How many classes the labels imply; nil where these can't be labels.
    public let classCount: Int?

    /// Looks at a file.
    ///
    /// Throws `.idx` where it isn't in the format, or not as long as it says.
    init(_ file: StoredFile, limits: DatasetLimits) throws(DatasetError) {
        let header: IDXHeader
        do throws(IDXProblem) {
            header = try IDXHeader(file.bytes)
        } catch {
            throw .idx(file.path, error)
        }
        path = file.path
        sampleCount = header.sampleCount
        sampleShape = Array(header.dimensions.dropFirst())
        elementType = header.elementType.name
        isUnsignedBytes = header.elementType == .unsignedByte
        guard sampleShape.isEmpty, sampleCount > 0,
            let labels = try? IDXFile(file).labels(.limit(classCount: limits.classes))
        else {
            classCount = nil
            return
        }
        classCount = labels.max().map { Int($0) + 1 }
    }
}
