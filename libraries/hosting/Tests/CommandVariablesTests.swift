import ArgumentParser
import Hosting
import HostingTesting
import Testing

private struct Sample: ParsableCommand {
    @Argument var job: String
    @Option var dataRoot = "."
    @Option var port: Int
    @Flag var resume = false
    @OptionGroup var logging: LoggingOptions
}

private struct Root: ParsableCommand {
    struct Work: ParsableCommand {
        static let configuration = CommandConfiguration(commandName: "work")

        @Option var port = 1
    }

    struct Check: ParsableCommand {
        @Argument var file: String
    }

    static let configuration = CommandConfiguration(subcommands: [Work.self, Check.self], defaultSubcommand: Work.self)
}

@Suite struct CommandVariablesTests {
    private static let variables = CommandVariables(of: Sample.self)

    @Test func `every argument has a variable, help has none`() {
        #expect(
            Self.variables.all.map(\.name) == [
                "PANGEA_JOB", "PANGEA_DATA_ROOT", "PANGEA_PORT", "PANGEA_RESUME", "PANGEA_LOG_LEVEL",
                "PANGEA_LOG_FORMAT",
            ])
    }

    @Test func `variables add what the command line doesn't say`() throws {
        let (arguments, used) = try Self.variables.complete(
            ["--port", "7"],
            from: [
                "PANGEA_JOB": "a.yaml", "PANGEA_PORT": "8", "PANGEA_RESUME": "true", "PANGEA_DATA_ROOT": "",
                "PANGEA_OTHER": "1",
            ])
        #expect(used == ["PANGEA_JOB", "PANGEA_RESUME"])
        let sample = try Sample.parse(arguments)
        #expect((sample.job, sample.port, sample.resume, sample.dataRoot) == ("a.yaml", 7, true, "."))
    }

    @Test func `a place on the command line wins over its variable`() throws {
        let environment = ["PANGEA_JOB": "theirs", "PANGEA_PORT": "8"]
        #expect(try Self.variables.complete(["ours"], from: environment).arguments == ["--port=8", "ours"])
        #expect(
            try Self.variables.complete(["--data-root", "folder"], from: environment).arguments
                == ["theirs", "--port=8", "--data-root", "folder"], "the folder is a flag's value")
    }

    @Test func `a flag's variable is true or false`() throws {
        #expect(try Self.variables.complete([], from: ["PANGEA_RESUME": "false"]).arguments.isEmpty)
        let error = #expect(throws: CommandVariables.InvalidVariable.self) {
            try Self.variables.complete([], from: ["PANGEA_RESUME": "yes"])
        }
        #expect(error?.description == "PANGEA_RESUME: expected true or false, found \"yes\"")
    }

    @Test func `a subcommand has its own variables`() throws {
        #expect(CommandVariables(of: Root.self).all.map(\.name) == ["PANGEA_PORT"])
        let check = CommandVariables(of: Root.self, for: ["check"])
        #expect(check.all.map(\.name) == ["PANGEA_FILE"])
        #expect(
            try check.complete(["check"], from: ["PANGEA_FILE": "f", "PANGEA_PORT": "1"]).arguments == ["check", "f"])
    }

    @Test func `a variable that isn't read is found`() {
        #expect(unreadVariables(of: Sample.self, required: ["job": "j", "port": "1"]) == [])
        #expect(unreadVariables(of: Sample.self, required: ["job": "j"]).count == 5, "nothing parses without a port")
    }
}
