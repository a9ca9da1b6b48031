/// Finds files that belong to another one by what they are called.
package enum Siblings {
    private static let trainingWords = ["training", "train"]
    private static let evaluationWords = ["evaluation", "eval", "test", "t10k", "validation", "valid", "val", "dev"]

    /// The file to evaluate on of `names` that goes with one to train on, if there is one.
    package static func evaluation(of name: String, among names: Set<String>) -> String? {
        for word in trainingWords {
            for other in evaluationWords {
                if let found = replacing(word, with: other, in: name, among: names) { return found }
            }
        }
        return nil
    }

    /// The file of `names` with the labels of images, if there is one.
    package static func labels(of name: String, among names: Set<String>) -> String? {
        let renamed = [("images", "labels"), ("Images", "Labels"), ("features", "labels"), ("data", "labels")]
        for (word, other) in renamed where name.contains(word) {
            let candidate = name.replacing(word, with: other)
            for dimensions in ["", "idx2", "idx3", "idx4"] {
                let labels = dimensions.isEmpty ? candidate : candidate.replacing(dimensions, with: "idx1")
                if labels != name, names.contains(labels) { return labels }
            }
        }
        return nil
    }

    /// The first name that comes of putting `other` in the place of `word`, wherever that stands.
    private static func replacing(
        _ word: String, with other: String, in name: String, among names: Set<String>
    ) -> String? {
        for (from, to) in [
            (word, other), (word.capitalised, other.capitalised), (word.uppercased(), other.uppercased()),
        ] {
            let candidate = name.replacing(from, with: to)
            if candidate != name, names.contains(candidate) { return candidate }
        }
        return nil
    }
}

extension String {
    fileprivate var capitalised: String { prefix(1).uppercased() + dropFirst() }
}
