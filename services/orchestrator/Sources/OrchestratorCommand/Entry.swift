internal import ArgumentParser
internal import Orchestrator

/// Where the process begins.
@main
enum Entry {
    static func main() async {
        await Orchestrator.OrchestratorCommand.main(nil)
    }
}
