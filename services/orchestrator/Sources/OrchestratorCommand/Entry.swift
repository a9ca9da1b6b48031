internal import ArgumentParser
internal import Hosting
internal import Orchestrator

/// Where the process begins.
@main
enum Entry {
    static func main() async {
        await Orchestrator.OrchestratorCommand.mainWithEnvironment()
    }
}
