import HostingTesting
import Testing
import Trainer

@Suite struct VariablesTests {
    @Test func `every flag is read from the environment too`() {
        #expect(
            unreadVariables(of: TrainerCommand.self, required: ["orchestrator": "one:1", "compute": "two:2"]) == [])
    }

    @Test func `every flag of describe is read from the environment too`() {
        #expect(
            unreadVariables(of: TrainerCommand.self, subcommand: ["describe"], required: ["job": "file"]) == [])
    }
}
