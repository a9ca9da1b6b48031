internal import ArgumentParser
internal import Hosting
internal import Trainer

/// Where the process begins.
@main
enum Entry {
    static func main() async {
        await Trainer.TrainerCommand.mainWithEnvironment()
    }
}
