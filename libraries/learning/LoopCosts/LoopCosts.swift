internal import Learning

/// Runs each loop that a step spends its time in, between two marks, for callgrind to count its instructions.
///
/// Prints a line a loop: how many elements it goes through, how many instructions an element it may take, its name. Each is
/// counted twice: without the loop, then with it. `tests/loops` runs this and compares.
@main
enum LoopCosts {
    static func main() throws {
        try Numerics.standard.requireInForce()
        for loop in try Loop.ofVectors + Loop.ofLayers() {
            // What is made at first use is made here.
            try loop.without()
            try loop.with()
            try count(loop.without)
            try count(loop.with)
            print("\(loop.elements)\t\(loop.limit)\t\(loop.name)")
        }
    }

    @inline(never)
    private static func count(_ work: () throws -> Void) throws {
        countingMark()
        try work()
        countingMark()
    }
}

/// Here callgrind writes down what it has counted since the last time.
@inline(never)
@_optimize(none)
func countingMark() {}
