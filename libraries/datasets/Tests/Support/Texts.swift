import Datasets

/// Data sets of a text.
enum Texts {
    static let text = "In the beginning God created the heaven and the earth. Élan! And the earth was"

    static func open(
        _ text: String = text, context: Int = 8, tokens: TextTokens = .characters, windows: TextWindows = .consecutive,
        split: SplitRule = .place(share: 0.25), evaluation: String? = nil
    ) throws -> Dataset {
        let folder = try DataFolder()
        try folder.write(text, to: "text")
        if let evaluation { try folder.write(evaluation, to: "evaluation") }
        let files = TextFiles(
            training: ["text"], evaluation: evaluation == nil ? [] : ["evaluation"], context: context, tokens: tokens,
            windows: windows)
        return try Dataset.open(
            DataDescription(source: .text(files), split: evaluation == nil ? split : .files), root: folder.root,
            cores: 2)
    }
}
