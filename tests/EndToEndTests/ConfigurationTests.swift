import Foundation
import Testing

/// docs/configuration.md against what the services say of themselves.
@Suite struct ConfigurationTests {
    /// One row: what a flag is called, its variable, and its default where the service has one.
    struct Row: Hashable, CustomStringConvertible {
        let flag: String
        let variable: String
        let fallback: String?
        var description: String { "\(flag) \(variable) \(fallback ?? "-")" }
    }

    @Test(arguments: ["compute", "orchestrator", "trainer"])
    func `the table of a service has each of its flags, with variable and default`(_ service: String) async throws {
        let documented = try Self.table(of: service)
        let offered = try await Self.flags(of: service)
        #expect(Set(documented).subtracting(offered) == [], "rows that the service doesn't have")
        #expect(Set(offered).subtracting(documented) == [], "flags that have no row")
        #expect(documented.count == offered.count)
    }

    @Test func `a variable that doesn't fit ends the service with 64 and is named`() async throws {
        let process = try await ServiceProcess(
            "compute", name: "compute", ["--data-root", "."], environment: ["PANGEA_PORT": "many"])
        #expect(try await process.exitStatus() == 64)
        #expect(process.log.contains { $0.contains("environment") && $0.contains("PANGEA_PORT") })
        #expect(process.log.contains { $0.contains("'many' is invalid for '--port <port>'") })
    }

    /// The rows below a service's heading.
    private static func table(of service: String) throws -> [Row] {
        let file = Products.repository.appending(path: "docs/configuration.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## ").first { $0.hasPrefix("\(service)\n") })
        return section.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { line in
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let code = { (cell: String) in cell.hasPrefix("`") ? cell.replacing("`", with: "") : nil }
            return Row(
                flag: code(cells[0]) ?? "", variable: code(cells[1]) ?? "", fallback: code(cells[2]))
        }
    }

    /// What ArgumentParser's machine-readable help tells.
    private static func flags(of service: String) async throws -> [Row] {
        let process = try await ServiceProcess(service, name: service, ["--experimental-dump-help"])
        #expect(try await process.exitStatus() == 0)
        let command = try JSONDecoder().decode(Help.self, from: Data(process.output.utf8)).command
        let run = command.subcommands?.first { $0.commandName == command.defaultSubcommand }
        return (run?.arguments ?? command.arguments ?? []).compactMap { argument in
            guard let name = argument.names?.first(where: { $0.kind == "long" })?.name ?? argument.valueName,
                name != "help"
            else { return nil }
            return Row(
                flag: argument.kind == "positional" ? name.uppercased() : "--\(name)",
                variable: "PANGEA_" + name.uppercased().replacing("-", with: "_"),
                fallback: argument.defaultValue)
        }
    }

    private struct Help: Decodable {
        struct Command: Decodable {
            let commandName: String
            let defaultSubcommand: String?
            let subcommands: [Command]?
            let arguments: [Argument]?
        }

        struct Argument: Decodable {
            struct Name: Decodable {
                let kind: String
                let name: String
            }

            let kind: String
            let names: [Name]?
            let valueName: String?
            let defaultValue: String?
        }

        let command: Command
    }
}
