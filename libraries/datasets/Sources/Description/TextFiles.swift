/// The text of a data set, in UTF-8, each file plain or compressed with gzip.
///
/// The files of a split are one text, one behind the other. It is cut into tokens; a sample is a window of `context`
/// tokens, and its label at each position is the token that follows.
public struct TextFiles: Hashable, Sendable {
    /// The files of the training split, or of both, in order; the paths lie below the data root.
    public var training: [String]
    /// The files of the evaluation split; none where it is split off the training files.
    public var evaluation: [String]
    /// Tokens of one sample, 1 to `maximumContext`.
    public var context: Int
    /// What a token is.
    public var tokens: TextTokens
    /// Where windows begin.
    public var windows: TextWindows

    /// The greatest `context`.
    public static let maximumContext = 1 << 16
    /// The most files of one split.
    public static let maximumFiles = 1024

    /// Names the files by their paths below the data root.
    public init(
        training: [String], evaluation: [String] = [], context: Int, tokens: TextTokens = .characters,
        windows: TextWindows = .consecutive
    ) {
        self.training = training
        self.evaluation = evaluation
        self.context = context
        self.tokens = tokens
        self.windows = windows
    }

    func validate() throws(DatasetError) {
        guard (1...Self.maximumContext).contains(context) else {
            throw .description(
                key: "text.context", expected: "1 to \(Self.maximumContext) tokens", found: "\(context)")
        }
        guard (1...Self.maximumFiles).contains(training.count) else {
            throw .description(
                key: "text.training", expected: "1 to \(Self.maximumFiles) files", found: "\(training.count)")
        }
        guard evaluation.count <= Self.maximumFiles else {
            throw .description(
                key: "text.evaluation", expected: "at most \(Self.maximumFiles) files", found: "\(evaluation.count)")
        }
    }
}
