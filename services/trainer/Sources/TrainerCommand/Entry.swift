internal import ArgumentParser
internal import Hosting
internal import Trainer

/// Where the process begins.
@main
enum Entry {
    @MainActor static func main() async {
        Allocator.limitArenas()
        await Trainer.TrainerCommand.mainWithEnvironment()
    }
}
