internal import Datasets

/// Drafts a job for images in IDX.
struct ImageDrafter: Drafter {
    /// The files of a split, as the job has them.
    struct Files {
        let features: String
        let labels: String
    }

    private let images: IDXSurvey
    private let training: Files
    private let evaluation: Files?
    private let classCount: Int

    /// Takes a file of images with its labels.
    init(_ images: IDXSurvey, training: Files, evaluation: Files?, classCount: Int) throws(DraftError) {
        guard images.sampleCount >= 10 else {
            throw .tooSmall(path: images.path, expected: "at least 10 images", found: "\(images.sampleCount)")
        }
        self.images = images
        self.training = training
        self.evaluation = evaluation
        self.classCount = classCount
    }

    private var shape: String { images.sampleShape.map(String.init).joined(separator: " x ") }

    /// Whether convolutions have something to look at: height and width, behind at most four channels.
    private var isLarge: Bool {
        let sides = images.sampleShape.suffix(2)
        let channels = images.sampleShape.dropLast(2)
        return sides.count == 2 && sides.allSatisfy { $0 >= 20 } && channels.count <= 1
            && channels.allSatisfy { $0 <= 4 }
    }

    private var trainingCount: Int { evaluation == nil ? images.sampleCount * 9 / 10 : images.sampleCount }

    private var hidden: [Int] { trainingCount < 5000 ? [64] : [256, 128] }

    var pace: Pace {
        Pace(
            samples: trainingCount, batches: 16...128, steps: isLarge ? 1000 : 2000, epochs: 2...40, rate: "0.001")
    }

    private var model: String { isLarge ? "lenet" : "mlp \(hidden)" }
    private var modelReason: String {
        isLarge
            ? "images of \(shape) are large enough for convolutions"
            : "images of \(shape) are too small for convolutions with pooling"
    }

    private var splitReason: String {
        evaluation == nil ? "there are no files to evaluate on beside it" : "they are called like the files to train on"
    }

    var guesses: [Guess] {
        [
            Guess(what: "labels", value: training.labels, why: "it is called like the images"),
            Guess(what: "classes", value: "\(classCount)", why: "the greatest label is \(classCount - 1)"),
            Guess(what: "split", value: evaluation?.features ?? "0.1 of the images", why: splitReason),
            Guess(what: "model", value: model, why: modelReason),
        ]
    }

    func write(to yaml: inout YAMLText, splitSeed: Int) {
        yaml.section("data") { yaml in
            yaml.section("idx") { yaml in
                yaml.text("trainingFeatures", training.features)
                yaml.text("trainingLabels", training.labels)
                guard let evaluation else { return }
                yaml.text("evaluationFeatures", evaluation.features)
                yaml.text("evaluationLabels", evaluation.labels)
            }
            if evaluation == nil {
                yaml.comment("\(splitReason): these are picked by the seed.")
                yaml.section("split") { yaml in
                    yaml.key("evaluation", "0.1")
                    yaml.key("seed", "\(splitSeed)")
                }
            }
            if images.isUnsignedBytes { yaml.key("scaling", "unit") }
            yaml.key("standardisation", "global")
        }
        yaml.gap()
        yaml.comment("\(modelReason.prefix(1).uppercased())\(modelReason.dropFirst()).")
        yaml.section("model") { yaml in
            if isLarge { yaml.key("lenet", "{}") } else { yaml.section("mlp") { $0.key("hidden", "\(hidden)") } }
        }
    }
}
