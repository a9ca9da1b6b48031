/// The lines of Prometheus's text format.
enum Exposition {
    static func line(_ family: String, _ sample: Sample) -> String {
        let labels = sample.labels.map { "\($0.name)=\"\(escapedLabel($0.value))\"" }.joined(separator: ",")
        return "\(family)\(sample.suffix)\(labels.isEmpty ? "" : "{\(labels)}") \(number(sample.value))\n"
    }

    static func escapedHelp(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    static func escapedLabel(_ text: String) -> String {
        escapedHelp(text).replacing("\"", with: "\\\"")
    }

    /// A number as Go's parser reads it; whole ones without a fraction.
    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }
}
