internal import ArgumentParser
internal import Compute

/// Where the process begins.
@main
enum Entry {
    static func main() async {
        await Compute.ComputeCommand.main(nil)
    }
}
