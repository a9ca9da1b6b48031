internal import ArgumentParser
internal import Compute
internal import Hosting

/// Where the process begins.
@main
enum Entry {
    static func main() async {
        await Compute.ComputeCommand.mainWithEnvironment()
    }
}
