internal import ArgumentParser
internal import Hosting
internal import Orchestrator

/// Where the process begins.
@main
enum Entry {
    @MainActor static func main() async {
        // It holds what its trainers leave behind, and computes little.
        Allocator.limitArenas(to: 1)
        await Orchestrator.OrchestratorCommand.mainWithEnvironment()
    }
}
