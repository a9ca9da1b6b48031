package import Datasets

/// What the user says of the data, and finds out the rest.
package struct DraftRequest {
    private let data: String
    private let target: String?
    private let labels: String?
    private let evaluation: String?
    private let hasHeader: Bool?
    private let kind: FileSurvey.Kind?
    private let name: String?
    private let dataRoot: String?

    /// A job for the file `data`; what is nil is guessed.
    package init(
        data: String, target: String? = nil, labels: String? = nil, evaluation: String? = nil, hasHeader: Bool? = nil,
        kind: FileSurvey.Kind? = nil, name: String? = nil, dataRoot: String? = nil
    ) {
        self.data = data
        self.target = target
        self.labels = labels
        self.evaluation = evaluation
        self.hasHeader = hasHeader
        self.kind = kind
        self.name = name
        self.dataRoot = dataRoot
    }

    /// The most splits that are tried for one in which every class is trained on.
    private static let mostSeeds = 10

    /// What came of it.
    package struct Outcome: Sendable {
        /// The run's name.
        package let name: String
        /// The job file.
        package let draft: JobDraft
        /// What the data says to it.
        package let check: DraftCheck
        let folder: DataFolder
    }

    /// Looks at the data, drafts a job and holds it against the data.
    ///
    /// Throws a `DraftError`.
    package func outcome() throws(DraftError) -> Outcome {
        let folder = DataFolder(root: dataRoot, above: data)
        let survey = try look(at: data, kind: kind)
        let (drafter, about) = try drafter(survey, folder)
        let name = name ?? Self.name(of: data)
        for seed in 1...Self.mostSeeds {
            let draft = drafter.draft(name: name, about: about, splitSeed: seed)
            if let check = try DraftCheck(draft, root: folder.root) {
                return Outcome(name: name, draft: draft, check: check, folder: folder)
            }
        }
        throw .refused(reason: "a class has so few samples that no split was found in which it is trained on")
    }

    private func look(at path: String, kind: FileSurvey.Kind?) throws(DraftError) -> FileSurvey {
        do throws(DatasetError) {
            return try FileSurvey.look(at: path, kind: kind, hasHeader: hasHeader)
        } catch {
            throw .data(error)
        }
    }

    /// A run's name: that of the file without its endings, in letters that need no quotes.
    static func name(of path: String) -> String {
        var name = DataFolder.name(of: path)
        for ending in [".gz", ".csv", ".txt", ".md"] where name.lowercased().hasSuffix(ending) {
            name = String(name.dropLast(ending.count))
        }
        let plain = name.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) ? $0 : "-" }
        return plain.isEmpty ? "job" : String(plain)
    }

    // MARK: Kinds of data

    private func drafter(
        _ survey: FileSurvey, _ folder: DataFolder
    ) throws(DraftError) -> (any Drafter, about: String) {
        let file = DataFolder.name(of: data)
        switch survey {
        case .table(let table):
            let about = "\(file), \(table.rowCount) rows of \(table.columns.count) columns"
            return (try drafter(table, folder), about)
        case .idx(let images):
            try requireNoTarget("images")
            let about =
                "\(file), \(images.sampleCount) images of \(images.sampleShape.map(String.init).joined(separator: " x "))"
            return (try drafter(images, folder), about)
        case .text(let text):
            try requireNoTarget("a text")
            let evaluation = try evaluationPath().map { (path) throws(DraftError) in try folder.relative(path) }
            let drafter = try TextDrafter(text, path: try folder.relative(data), evaluationPath: evaluation)
            return (drafter, "\(file), \(text.characterCount) characters")
        }
    }

    private func requireNoTarget(_ kind: String) throws(DraftError) {
        if target != nil { throw .unusedOption("--target", kind: kind) }
        if hasHeader != nil { throw .unusedOption("--header", kind: kind) }
    }

    private func drafter(_ table: TableSurvey, _ folder: DataFolder) throws(DraftError) -> TableDrafter {
        var found: (survey: TableSurvey, path: String)?
        if let path = evaluationPath(), case .table(let other) = try look(at: path, kind: .csv) {
            // One that only happens to have such a name is no reason to fail.
            let fits = other.columns.map(\.name) == table.columns.map(\.name) && other.hasHeader == table.hasHeader
            if fits { found = (other, try folder.relative(path)) }
            guard fits || evaluation == nil else {
                throw .refused(reason: "\(path) has other columns than \(data)")
            }
        }
        return try TableDrafter(table, path: try folder.relative(data), evaluation: found, target: target)
    }

    private func drafter(_ survey: IDXSurvey, _ folder: DataFolder) throws(DraftError) -> ImageDrafter {
        guard let labels = labels ?? sibling(of: data, Siblings.labels) else { throw .noLabels(path: data) }
        guard case .idx(let found) = try look(at: labels, kind: .idx), let classCount = found.classCount else {
            throw .notLabels(path: labels)
        }
        let training = ImageDrafter.Files(
            features: try folder.relative(data), labels: try folder.relative(labels))
        var others: ImageDrafter.Files?
        if let features = evaluationPath(), let labels = sibling(of: features, Siblings.labels) {
            others = ImageDrafter.Files(features: try folder.relative(features), labels: try folder.relative(labels))
        }
        return try ImageDrafter(survey, training: training, evaluation: others, classCount: classCount)
    }

    /// The file to evaluate on: the user's, or one that is called like the data.
    private func evaluationPath() -> String? { evaluation ?? sibling(of: data, Siblings.evaluation) }

    private func sibling(of path: String, _ find: (String, Set<String>) -> String?) -> String? {
        find(DataFolder.name(of: path), DataFolder.names(beside: path)).map { DataFolder.path(of: $0, beside: path) }
    }
}
