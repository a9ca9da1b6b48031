package import ArgumentParser
internal import Foundation
internal import Hosting
internal import Terminal

/// `pangea inspect FILE`: what a checkpoint, a model, messages or certificates hold.
package struct InspectCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Tell what a checkpoint, a model, messages or certificates hold.",
        discussion: """
            Of a checkpoint: its step, whether its digest is right, epochs, tensors and optimiser state. Of a model: \
            layers, preprocessing, tensors, and the digest that the run's summary has. Of other safetensors: tensors and \
            texts. Of messages of tensor.capnp, framed or packed, one behind the other: their text. Of certificates in PEM: whose they are, for whom \
            and for what, and until when; of a key nothing.

              pangea inspect run/digits/model.safetensors
              pangea inspect run/digits/checkpoint-000000000460.safetensors --json
              pangea inspect --as GradientUpdate update.bin --all
              pangea inspect certs/compute.pem

            Exit codes: 0 all is well, 65 the file is damaged, a certificate no longer valid, or nothing that is known \
            here, 74 it can't be read.
            """)

    @Argument(help: "The file.", completion: .file())
    var file: String

    @Option(name: .customLong("as"), help: "The struct that messages have at their root. (default: Message)")
    var type: String?

    @Flag(help: "Show all data of messages, however long.")
    var all = false

    @Flag(help: "Print one line of JSON.")
    var json = false

    /// For ArgumentParser.
    package init() {}

    /// Looks at the file.
    package func run() async throws {
        do {
            let report = try Inspector(type: type, isJSON: json, showsAll: all).report(on: file)
            StandardOutput.line(json ? try Self.json(of: report) : Self.text(of: report))
            guard report.problem == nil else { throw ArgumentParser.ExitCode(ExitStatus.badInput.rawValue) }
        } catch let error as InspectionError {
            throw CommandEnd.failing(error.status, PlainText.of("\(error)", limit: 2000))
        }
    }

    private static func text(of report: any FileReport) -> String {
        var text = ReportText(.standardOutput)
        report.add(to: &text)
        return text.lines.joined(separator: "\n")
    }

    /// A report as one line of JSON.
    package static func json(of report: any FileReport) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        return String(decoding: try encoder.encode(report), as: UTF8.self)
    }
}

extension InspectionError {
    /// What the command exits with.
    fileprivate var status: ExitStatus {
        switch self {
        case .unreadable: .ioFailure
        case .tooLarge, .unknownKind, .damaged: .badInput
        case .unknownType: .usage
        }
    }
}
