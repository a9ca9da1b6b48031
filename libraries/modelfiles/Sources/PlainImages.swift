internal import Datasets

/// Images whose classes have no names: the preprocessing that a model's texts had before there were others, in four texts.
struct PlainImages {
    private let images: FittedImages

    /// The images of a preprocessing; nil where it says more than the four texts can.
    init?(_ preprocessing: FittedPreprocessing) {
        guard case .images(let images) = preprocessing.input, case .classes(let classes) = preprocessing.target,
            classes.names == nil
        else { return nil }
        self.images = images
    }

    /// Reads the texts of a file.
    ///
    /// Throws `.metadata` for one that is missing or isn't what it has to be.
    init(of file: TensorFile) throws(ModelFileError) {
        images = FittedImages(
            shape: try file.value(ModelMetadata.Key.featureShape, expected: "sizes") { Self.list($0, Int.init) },
            scale: try file.value(ModelMetadata.Key.scale, expected: "a number") { Float($0) },
            mean: try file.value(ModelMetadata.Key.mean, expected: "numbers") { Self.list($0) { Float($0) } },
            deviation: try file.value(ModelMetadata.Key.deviation, expected: "numbers") { Self.list($0) { Float($0) } })
    }

    /// By their names; numbers in their shortest form that reads back as the same bits.
    var texts: [String: String] {
        [
            ModelMetadata.Key.featureShape: "\(images.shape)", ModelMetadata.Key.scale: "\(images.scale)",
            ModelMetadata.Key.mean: "\(images.mean)", ModelMetadata.Key.deviation: "\(images.deviation)",
        ]
    }

    /// What was fitted, for a model that tells apart so many classes.
    func preprocessing(classCount: Int) -> FittedPreprocessing {
        FittedPreprocessing(input: .images(images), target: .classes(FittedClasses(count: classCount)))
    }

    /// The values of "[1, 2]".
    private static func list<Value>(_ text: String, _ read: (String) -> Value?) -> [Value]? {
        guard text.hasPrefix("["), text.hasSuffix("]"), text.count >= 2 else { return nil }
        let inner = text.dropFirst().dropLast()
        guard !inner.isEmpty else { return [] }
        let parts = inner.replacing(", ", with: ",").split(separator: ",", omittingEmptySubsequences: false)
        let values = parts.compactMap { read(String($0)) }
        return values.count == parts.count ? values : nil
    }
}
