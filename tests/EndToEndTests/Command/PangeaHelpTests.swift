import Foundation
import Testing

/// What `pangea` says of itself, and what a shell completes.
@Suite struct PangeaHelpTests {
    private static func output(_ arguments: String...) async throws -> String {
        let pangea = try await ServiceProcess("pangea", name: "pangea", arguments)
        #expect(try await pangea.exitStatus() == 0, "\(pangea.log)")
        return pangea.output
    }

    @Test(arguments: ["run", "status", "watch"]) func `the help of a command has examples`(command: String) async throws
    {
        let help = try await Self.output(command, "--help")
        #expect(help.contains("  pangea \(command) "), "\(help)")
        #expect(help.contains("Exit codes: "), "\(help)")
    }

    @Test func `the commands are listed by what they look at`() async throws {
        let help = try await Self.output("--help")
        for word in [
            "RUNS SUBCOMMANDS", "FILES SUBCOMMANDS", "NODES SUBCOMMANDS", "run", "status", "watch", "plot", "inspect",
            "new",
            "certs",
        ] {
            #expect(help.contains(word), "\(help)")
        }
    }

    @Test(arguments: [
        (["st"], "status"), (["w"], "watch"), (["run", "--tr"], "--trainers"), (["run", "--show", "l"], "logs"),
    ])
    func `bash completes commands, flags and values`(words: [String], completion: String) async throws {
        let folder = try TemporaryFolder()
        let script = try await Self.output("--generate-completion-script", "bash")
        try script.write(toFile: "\(folder.path)/pangea", atomically: true, encoding: .utf8)
        let line = ["pangea"] + words
        try await shell(
            """
            source '\(folder.path)/pangea'
            COMP_WORDS=(\(line.joined(separator: " "))) COMP_CWORD=\(words.count)
            COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
            _pangea '' '\(words.last ?? "")' '\(line[words.count - 1])'
            printf '%s\\n' "${COMPREPLY[@]}" | grep -qx -e '\(completion) *'
            """)
    }

    @Test(arguments: ["zsh", "fish"]) func `other shells get scripts with the commands`(shell: String) async throws {
        let script = try await Self.output("--generate-completion-script", shell)
        for word in ["status", "watch", "trainers"] { #expect(script.contains(word)) }
    }
}
