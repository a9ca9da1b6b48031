/// One line of an exposition.
struct Sample {
    /// Behind the family's name: `_bucket`, `_sum`, `_count`, or nothing.
    var suffix = ""
    var labels: [(name: String, value: String)] = []
    var value: Double

    init(suffix: String = "", labels: [(String, String)] = [], value: Double) {
        self.suffix = suffix
        self.labels = labels.map { (name: $0.0, value: $0.1) }
        self.value = value
    }

    init(label name: String, _ label: String, value: Double) {
        self.init(labels: [(name, label)], value: value)
    }
}
