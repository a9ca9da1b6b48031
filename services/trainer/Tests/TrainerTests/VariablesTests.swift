import Hosting
import HostingTesting
import Testing
import Trainer

@Suite struct VariablesTests {
    @Test func `every flag is read from the environment too`() {
        #expect(
            unreadVariables(of: TrainerCommand.self, required: ["orchestrator": "one:1", "compute": "two:2"]) == [])
    }

    @Test func `a place that the command line fills is not filled by the environment too`() throws {
        let environment = ["PANGEA_DATA": "elsewhere", "PANGEA_BATCH": "3"]
        let given = ["predict", "model", "data"]
        let variables = CommandVariables(of: TrainerCommand.self, for: given)
        #expect(
            try variables.complete(given, from: environment).arguments == ["predict", "--batch=3", "model", "data"])
    }

    @Test func `every flag of describe is read from the environment too`() {
        #expect(
            unreadVariables(of: TrainerCommand.self, subcommand: ["describe"], required: ["job": "file"]) == [])
    }
}
