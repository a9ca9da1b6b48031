internal import Foundation

/// How text may look where it is shown.
package struct TextStyle: Hashable, Sendable {
    /// What is said by colour, never by colour alone.
    package enum Tone: String, Sendable {
        case strong = "1"
        case faint = "2"
        case good = "32"
        case warning = "33"
        case bad = "31"
    }

    /// Whether there are colours.
    package let hasColours: Bool
    /// Whether there is more than ASCII.
    package let hasUnicode: Bool

    /// A style that can do these.
    package init(hasColours: Bool, hasUnicode: Bool) {
        self.hasColours = hasColours
        self.hasUnicode = hasUnicode
    }

    /// What fits a descriptor in an environment: colours on a terminal that isn't `dumb`, unless `NO_COLOR` is set and
    /// not empty; Unicode unless the locale has another encoding.
    package init(isTerminal: Bool, environment: [String: String]) {
        let isRefused = !(environment["NO_COLOR"] ?? "").isEmpty
        hasColours = isTerminal && !isRefused && environment["TERM"] != "dumb"
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
        hasUnicode = locale.map { $0.lowercased().contains("utf") } ?? false
    }

    /// The text in a tone.
    package func text(_ text: String, _ tone: Tone) -> String {
        hasColours && !text.isEmpty ? "\u{1b}[\(tone.rawValue)m\(text)\u{1b}[0m" : text
    }

    /// A bar of `width` places of which a share from 0 to 1 is full.
    package func bar(_ share: Double, width: Int) -> String {
        let (full, empty) = hasUnicode ? ("█", "░") : ("#", ".")
        let count = share.isFinite ? Int(Double(width) * min(1, max(0, share))) : 0
        return String(repeating: full, count: count) + String(repeating: empty, count: width - count)
    }

    /// A curve of at most `width` places: each the mean of what falls into it, between the least and the greatest.
    package func curve(_ values: [Double], width: Int) -> String {
        let levels = Array(hasUnicode ? "▁▂▃▄▅▆▇█" : "_.-=+*%#")
        let finite = values.filter(\.isFinite)
        let count = min(width, finite.count)
        guard count > 0 else { return "" }
        let means = (0..<count).map { place in
            let part = finite[place * finite.count / count..<(place + 1) * finite.count / count]
            return part.reduce(0, +) / Double(part.count)
        }
        let (least, greatest) = (means.min() ?? 0, means.max() ?? 0)
        return String(
            means.map { mean in
                let height = greatest > least ? (mean - least) / (greatest - least) : 0
                return levels[min(levels.count - 1, Int(height * Double(levels.count)))]
            })
    }
}
