import HostingTesting
import Orchestrator
import Testing

@Suite struct VariablesTests {
    @Test func `every flag is read from the environment too`() {
        #expect(
            unreadVariables(
                of: OrchestratorCommand.self, required: ["job": "file", "compute": "one:1", "run-directory": "folder"])
                == [])
    }

    @Test func `every flag of validate is read from the environment too`() {
        #expect(
            unreadVariables(of: OrchestratorCommand.self, subcommand: ["validate"], required: ["job": "file"]) == [])
    }
}
