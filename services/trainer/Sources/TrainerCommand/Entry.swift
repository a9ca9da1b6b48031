internal import ArgumentParser
internal import Trainer

/// Where the process begins.
@main
enum Entry {
    static func main() async {
        await Trainer.TrainerCommand.main(nil)
    }
}
