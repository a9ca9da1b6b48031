package import ArgumentParser
internal import Foundation
internal import Hosting
internal import RunRecords
internal import Terminal

/// `pangea plot RUN…`: the curves of one run, or of several in comparison.
package struct PlotCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "plot",
        abstract: "Draw the curves of runs.",
        discussion: """
            Reads the history that a run leaves in its folder, of a run that goes on too, and draws training and \
            evaluation: loss and, where there is one, accuracy. The picture is SVG, for light and dark backgrounds; with \
            a name that ends in .png it is made into PNG by rsvg-convert (Debian: librsvg2-bin).

              pangea plot run/digits
              pangea plot run/digits --output digits.png
              pangea plot small=run/a large=run/b --by epochs --log --output compared.svg
            """)

    @Argument(
        help: "Run directories; NAME=DIRECTORY says what a run is called in the picture.", completion: .directory)
    var runs: [String]

    @Option(
        name: [.long, .customShort("o")], help: "The file to write: .svg or .png; - for SVG on standard output.",
        completion: .file(extensions: ["svg", "png"]))
    var output = "curves.svg"

    @Option(help: "What the horizontal axis counts: steps or epochs.")
    var by = Drawing.Scale.steps

    @Flag(help: "A logarithmic axis for the loss.")
    var log = false

    @Option(help: "Colours: light, dark, or auto for those that whoever looks at it prefers.")
    var theme = Theme.auto

    @Option(help: "Points of a PNG for one unit of the picture, which is 960 wide.")
    var zoom = 2.0

    /// For ArgumentParser.
    package init() {}

    /// Checks what ArgumentParser can't.
    package func validate() throws {
        guard (0.1...8).contains(zoom) else { throw ValidationError("--zoom: expected 0.1 to 8, got \(zoom)") }
        guard !output.isEmpty else { throw ValidationError("--output: expected a file, got an empty name") }
        guard !runs.isEmpty else { throw ValidationError("expected at least one run") }
    }

    /// Draws.
    package func run() async throws {
        do throws(CurveError) {
            let svg = try drawing().svg
            guard output != "-" else { return StandardOutput.text(svg) }
            let isPNG = output.lowercased().hasSuffix(".png")
            let bytes = isPNG ? try await PNGConverter().png(of: svg, zoom: zoom) : Array(svg.utf8)
            try write(bytes)
            StandardError.line("wrote \(output)")
        } catch {
            throw CommandEnd.failing(error.status, "\(error)")
        }
    }

    private func drawing() throws(CurveError) -> Drawing {
        guard runs.count <= Drawing.mostRuns else { throw .tooManyRuns(runs.count, limit: Drawing.mostRuns) }
        let arguments = runs.map(RunNames.Argument.init)
        var curves: [RunCurves] = []
        for (argument, name) in zip(arguments, RunNames.names(of: arguments)) {
            let (run, problem) = try RunCurves.read(argument.path, name: name)
            if let problem { StandardError.line("pangea: \(problem)") }
            guard by == .steps || run.stepsPerEpoch != nil else { throw .noEpochs(path: argument.path) }
            curves.append(run)
        }
        return Drawing(curves, by: by, logarithmicLoss: log, theme: theme)
    }

    private func write(_ bytes: [UInt8]) throws(CurveError) {
        do {
            try Data(bytes).write(to: URL(fileURLWithPath: output), options: .atomic)
        } catch {
            throw .unwritable(path: output, reason: error.localizedDescription)
        }
    }
}

extension Drawing.Scale: ExpressibleByArgument {}

extension CurveError {
    /// What the command exits with.
    fileprivate var status: ExitStatus {
        switch self {
        case .noHistory, .unreadable, .empty, .noEpochs: .badInput
        case .tooManyRuns: .usage
        case .unwritable, .converterFailed: .ioFailure
        case .converterMissing: .unavailable
        }
    }
}
