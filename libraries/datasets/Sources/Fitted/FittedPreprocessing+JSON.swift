internal import Foundation

extension FittedPreprocessing {
    /// The key of a model's metadata under which its `json` is.
    public static let metadataKey = "pangea.preprocessing"
    /// The version that `json` has.
    public static let version = 1
    /// The most bytes that `json` may have; a description from outside can't make us read more.
    public static let maximumBytes = 4 << 20

    /// As JSON on one line, keys in alphabetical order and numbers in their shortest form that reads back as the same
    /// bits: equal texts mean equal values.
    ///
    /// Throws `.preprocessing` where it has a value that is out of bounds, or is larger than `maximumBytes`.
    public func json() throws(DatasetError) -> String {
        try validate()
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        guard let data = try? encoder.encode(FittedFile(self)) else {
            throw .preprocessing(.value("json", expected: "finite numbers", found: "others"))
        }
        guard data.count <= Self.maximumBytes else { throw .preprocessing(.tooLarge(byteCount: data.count)) }
        return String(decoding: data, as: UTF8.self)
    }

    /// Reads what `json` wrote.
    ///
    /// Throws `.preprocessing` for what isn't JSON, is of another version or has a value that is out of bounds.
    public init(json: String) throws(DatasetError) {
        do throws(PreprocessingProblem) {
            self = try FittedFile.read(json).preprocessing()
            try validateParts()
        } catch {
            throw .preprocessing(error)
        }
    }
}

/// The form on disk: one key for the input and one for the target.
private struct FittedFile: Codable {
    struct Version: Codable {
        let version: Int
    }

    let version: Int
    var images: FittedImages?
    var table: FittedTable?
    var text: FittedText?
    var classes: FittedClasses?
    var number: FittedNumberTarget?
    var condition: FittedConditionFile?

    init(_ preprocessing: FittedPreprocessing) {
        version = FittedPreprocessing.version
        switch preprocessing.input {
        case .images(let value): images = value
        case .table(let value): table = value
        case .text(let value): text = value
        }
        switch preprocessing.target {
        case .classes(let value): classes = value
        case .number(let value): number = value
        case .condition(let label, let value): condition = FittedConditionFile(label: label, value)
        case .nextToken: break
        }
    }

    static func read(_ json: String) throws(PreprocessingProblem) -> FittedFile {
        guard json.utf8.count <= FittedPreprocessing.maximumBytes else {
            throw .tooLarge(byteCount: json.utf8.count)
        }
        let data = Data(json.utf8)
        do {
            // First the version alone: another one may have other keys.
            let found = try JSONDecoder().decode(Version.self, from: data).version
            guard found == FittedPreprocessing.version else { throw PreprocessingProblem.version(found: found) }
            return try JSONDecoder().decode(FittedFile.self, from: data)
        } catch let problem as PreprocessingProblem {
            throw problem
        } catch let error as DecodingError {
            throw .unreadable(PreprocessingProblem.words(for: error))
        } catch {
            throw .unreadable("\(error)")
        }
    }

    func preprocessing() throws(PreprocessingProblem) -> FittedPreprocessing {
        let inputs = [images.map(FittedInput.images), table.map(FittedInput.table), text.map(FittedInput.text)]
            .compactMap(\.self)
        guard inputs.count == 1, let input = inputs.first else {
            throw .value("input", expected: "exactly one of images, table, text", found: "\(inputs.count)")
        }
        let targets = [classes.map(FittedTarget.classes), number.map(FittedTarget.number), try condition?.target()]
            .compactMap(\.self)
        guard targets.count <= 1 else {
            throw .value("target", expected: "one of classes, number, condition", found: "\(targets.count)")
        }
        return FittedPreprocessing(input: input, target: targets.first ?? .nextToken)
    }
}

/// A condition as it is written: a word for the comparison, and what is compared with.
private struct FittedConditionFile: Codable {
    let label: String
    let comparison: String
    var number: Double?
    var text: String?

    init(label: String, _ condition: Condition) {
        self.label = label
        number = condition.bound
        switch condition {
        case .above: comparison = "above"
        case .atLeast: comparison = "atLeast"
        case .below: comparison = "below"
        case .atMost: comparison = "atMost"
        case .equals(let wanted):
            comparison = "equals"
            text = wanted
        }
    }

    func target() throws(PreprocessingProblem) -> FittedTarget {
        .condition(label: label, try condition())
    }

    private func condition() throws(PreprocessingProblem) -> Condition {
        switch (comparison, number, text) {
        case ("above", let bound?, nil): .above(bound)
        case ("atLeast", let bound?, nil): .atLeast(bound)
        case ("below", let bound?, nil): .below(bound)
        case ("atMost", let bound?, nil): .atMost(bound)
        case ("equals", nil, let text?): .equals(text)
        default:
            throw .value(
                "condition", expected: "above, atLeast, below or atMost a number, or equals a text",
                found: comparison)
        }
    }
}
