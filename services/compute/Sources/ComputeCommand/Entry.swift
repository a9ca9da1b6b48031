internal import ArgumentParser
internal import Compute
internal import Hosting

/// Where the process begins.
@main
enum Entry {
    @MainActor static func main() async {
        Allocator.limitArenas()
        await Compute.ComputeCommand.mainWithEnvironment()
    }
}
