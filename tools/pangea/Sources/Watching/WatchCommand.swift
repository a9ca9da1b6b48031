package import ArgumentParser
internal import DashboardClient
internal import Foundation
internal import Hosting
internal import Terminal

/// `pangea watch URL`: a run as it goes on, until it is over.
package struct WatchCommand: AsyncParsableCommand {
    /// For `--help`.
    package static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "Follow a run in the terminal until it is over.",
        discussion: """
            Redraws itself on a terminal; elsewhere it prints what is new in plain lines. It may be stopped and started \
            at any time, and waits for an orchestrator that is started again.

              pangea watch http://127.0.0.1:8100/
              pangea watch 127.0.0.1:8100 --json | jq 'select(.event == "evaluations")'

            Exit codes: 0 the run is complete; 64 wrong usage; 69 no dashboard answers there (any longer); 75 the run was \
            stopped; 76 it failed, or something else answers.
            """)

    @OptionGroup var dashboard: DashboardArgument

    @Flag(help: "Print each event as a line of JSON: {\"event\": …, \"data\": …}, data as the dashboard's API says it.")
    var json = false

    @Option(help: "Seconds for which the dashboard may be away.")
    var patience = 10

    /// For ArgumentParser.
    package init() {}

    /// Checks what ArgumentParser can't.
    package func validate() throws {
        guard (0...86_400).contains(patience) else {
            throw ValidationError("--patience: expected 0 to 86400 seconds, got \(patience)")
        }
    }

    /// Follows the run.
    package func run() async throws {
        do {
            let client = try dashboard.client()
            let display = json ? nil : RunDisplay(on: .standardOutput, address: client.address.description)
            let last = try await follow(client, display)
            display?.show(last, isLast: true)
            switch last.run?.state {
            case .finished?: return
            case .stopped?: throw ArgumentParser.ExitCode(Hosting.ExitStatus.interrupted.rawValue)
            default: throw ArgumentParser.ExitCode(Hosting.ExitStatus.refused.rawValue)
            }
        } catch let error as DashboardError {
            throw CommandEnd.failing(error)
        }
    }

    private func follow(_ client: DashboardClient, _ display: RunDisplay?) async throws -> RunPicture {
        var picture = RunPicture()
        if json {
            StandardOutput.line("{\"event\":\"run\",\"data\":\(try JSONText.line(try await client.text("run")))}")
        }
        try await RunFollower(client, patience: .seconds(patience)).follow { event in
            guard json, let data = try? JSONText.line(event.data) else { return }
            StandardOutput.line("{\"event\":\"\(event.name)\",\"data\":\(data)}")
        } _: { happening in
            picture.take(happening)
            display?.show(picture)
        }
        return picture
    }
}
