package import ArgumentParser
internal import DashboardClient
internal import Foundation
internal import Terminal

/// `pangea status URL`: how a run stands, once.
package struct StatusCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Tell how a run stands.",
        discussion: """
            Asks the dashboard of a run: progress, loss, the trainers, what happened last.

              pangea status http://127.0.0.1:8100/
              pangea status 127.0.0.1:8100 --json | jq .run.step

            Exit codes: 0 it was told; 64 wrong usage; 69 no dashboard answers there; 76 something else does.
            """)

    @OptionGroup var dashboard: DashboardArgument

    @Flag(help: "Print one line of JSON: {\"run\": …, \"trainers\": …}, each as the dashboard's API says it.")
    var json = false

    /// For ArgumentParser.
    package init() {}

    /// Asks and prints.
    package func run() async throws {
        do {
            let client = try dashboard.client()
            try await json ? printJSON(client) : printLines(client)
        } catch let error as DashboardError {
            throw CommandEnd.failing(error)
        }
    }

    private func printJSON(_ client: DashboardClient) async throws {
        let (run, trainers) = (try await client.text("run"), try await client.text("trainers"))
        StandardOutput.line(
            "{\"run\":\(try JSONText.line(run)),\"trainers\":\(try JSONText.line(trainers, key: "trainers"))}")
    }

    private func printLines(_ client: DashboardClient) async throws {
        var picture = RunPicture()
        picture.take(.began(try await client.run(), try await client.trainers(), try await client.history()))
        let width = isatty(STDOUT_FILENO) == 1 ? TerminalSize(of: STDOUT_FILENO).columns : 200
        let view = RunView(width: width, height: .max, style: .standardOutput)
        for line in view.lines(of: picture, address: nil) { StandardOutput.line(line) }
    }
}
