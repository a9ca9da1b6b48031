import Compute
import HostingTesting
import Testing

@Suite struct VariablesTests {
    @Test func `every flag is read from the environment too`() {
        #expect(unreadVariables(of: ComputeCommand.self, required: ["data-root": "folder"]) == [])
    }
}
