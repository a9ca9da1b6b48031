internal import ArgumentParser

/// Which colours a picture has.
package enum Theme: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Light, and dark where whoever looks at it prefers that.
    case auto
    case light, dark

    /// The most curves that have a colour of their own.
    package static let colourCount = 8

    /// One set of colours.
    ///
    /// Texts have at least 4.5 to 1 against the ground, curves 3 to 1.
    private struct Colours {
        let ground: String
        let ink: String
        let muted: String
        let grid: String
        let curves: [String]

        static let light = Colours(
            ground: "#ffffff", ink: "#14181f", muted: "#586071", grid: "#e1e4ea",
            curves: ["#1d4ed8", "#b4530a", "#146c3f", "#7c3aed", "#b3261e", "#0f766e", "#be185d", "#4b5563"])
        static let dark = Colours(
            ground: "#161a21", ink: "#e9ecf2", muted: "#a0a9b8", grid: "#2a303b",
            curves: ["#7ea6ff", "#f3a73c", "#5ecb92", "#b794ff", "#ff8f85", "#4fc7ba", "#f78ac0", "#b6bfcc"])

        /// Rules for the classes that the drawing uses.
        var rules: [String] {
            let curves = curves.enumerated().flatMap { index, colour in
                [".c\(index){stroke:\(colour)}", ".f\(index){fill:\(colour)}"]
            }
            return [
                ".ground{fill:\(ground)}", ".ink{fill:\(ink)}", ".muted{fill:\(muted)}", ".grid{stroke:\(grid)}",
                ".axis{stroke:\(muted)}", ".key{stroke:\(ink)}", ".hollow{fill:\(ground)}", ".edge{stroke:\(ground)}",
            ] + curves
        }
    }

    /// The style sheet: the colours as they are, not by variables, which not every reader of SVG knows.
    var styles: String {
        switch self {
        case .light: Colours.light.rules.joined()
        case .dark: Colours.dark.rules.joined()
        case .auto:
            Colours.light.rules.joined()
                + "@media (prefers-color-scheme:dark){\(Colours.dark.rules.joined())}"
        }
    }
}
