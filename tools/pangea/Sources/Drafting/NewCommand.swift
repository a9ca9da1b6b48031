package import ArgumentParser
internal import Datasets
internal import Foundation
internal import Hosting
internal import Terminal

/// `pangea new DATA`: a job for a data file, which runs as it stands.
package struct NewCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "new",
        abstract: "Write a job for a data file.",
        discussion: """
            Looks at all of a table in CSV, of images in IDX with their labels, or of a text, plain or gzip; guesses what \
            is to be predicted from what, and writes a job file that says why, and runs as it stands. A file to evaluate \
            on is found where it is called like the data, with "test" or "evaluation" for "train", for example.

              pangea new flowers.csv
              pangea new houses.csv --target price --output houses.yaml
              pangea new train-images-idx3-ubyte.gz
              pangea new story.txt --output - | less

            Exit codes: 0 a job is written, 65 there is none for this data, 74 a file can't be read or written.
            """)

    @Argument(help: "The data: CSV, IDX or text.", completion: .file())
    var data: String

    @Option(help: "The column to predict: its name, or its number from 0 where there is no header.")
    var target: String?

    @Option(
        name: [.long, .customShort("o")],
        help: "The job file to write; - for standard output. (default: the data's name, .yaml)",
        completion: .file(extensions: ["yaml", "yml"]))
    var output: String?

    @Flag(help: "Replace a file that is there.")
    var force = false

    @Option(help: "A file to evaluate on.", completion: .file())
    var evaluation: String?

    @Option(help: "The labels of images.", completion: .file())
    var labels: String?

    @Flag(
        inversion: .prefixedNo,
        help: "Whether a table's first record names the columns. (default: looks like it or not)")
    var header: Bool?

    @Option(help: "What the data is: csv, idx or text. (default: as its name and beginning tell)")
    var kind: DataKind?

    @Option(help: "The run's name. (default: the data's)")
    var name: String?

    @Option(
        help: "The folder above the data that the services are given. (default: the data's own)", completion: .directory
    )
    var dataRoot: String?

    @Flag(help: "Print what was guessed as one line of JSON.")
    var json = false

    /// For ArgumentParser.
    package init() {}

    /// Checks what ArgumentParser can't.
    package func validate() throws {
        guard !json || output != "-" else {
            throw ValidationError("--json: expected the job to go to a file, got --output -")
        }
        guard name.map({ !$0.isEmpty }) ?? true else {
            throw ValidationError("--name: expected a name, got an empty one")
        }
    }

    /// Drafts and writes.
    package func run() async throws {
        do {
            let outcome = try DraftRequest(
                data: data, target: target, labels: labels, evaluation: evaluation, hasHeader: header,
                kind: kind?.surveyed,
                name: name, dataRoot: dataRoot
            ).outcome()
            let path = output ?? "\(outcome.name).yaml"
            if path == "-" {
                StandardOutput.text(outcome.draft.yaml)
            } else {
                try DraftFile.write(outcome.draft.yaml, to: path, replacing: force)
            }
            try tell(DraftAccount(outcome, path: path == "-" ? nil : path))
        } catch let error as DraftError {
            throw CommandEnd.failing(error.status, PlainText.of("\(error)", limit: 2000))
        }
    }

    private func tell(_ account: DraftAccount) throws {
        if json { return StandardOutput.line(try account.json()) }
        for line in account.lines(.standardError) { StandardError.line(line) }
    }
}

extension DraftError {
    /// What the command exits with.
    fileprivate var status: ExitStatus {
        switch self {
        case .data(.file), .exists, .unwritable: .ioFailure
        case .outsideRoot, .noColumn, .unusedOption: .usage
        default: .badInput
        }
    }
}
