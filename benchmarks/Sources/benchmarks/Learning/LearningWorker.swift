internal import CProductRecorder
internal import Foundation
internal import Learning

/// Our side in a process of its own, since OpenBLAS takes its kernel from the environment once.
///
/// A line on the standard input asks for one piece of work, a line on the standard output says that it is done.
struct LearningWorker {
    private var steps: [TrainedModel: TrainingStep] = [:]
    private let left = [Float](repeating: 0.5, count: squareSize * squareSize)
    private let right = [Float](repeating: 0.25, count: squareSize * squareSize)
    private var product = [Float](repeating: 0, count: squareSize * squareSize)

    /// The size of the matrices that tell a library's own speed.
    static let squareSize = 1024

    mutating func run() throws {
        while let line = readLine() {
            print(try answer(line.split(separator: " ").map(String.init)))
            fflush(nil)
        }
    }

    /// "kernel", "square", "operations MODEL", "products MODEL", "step MODEL", "loop WORK", "gradient WORK".
    private mutating func answer(_ words: [String]) throws -> String {
        switch words.first {
        case "kernel": return Numerics.inForce().blasKernel
        case "square": product_recorder_square(Int32(Self.squareSize), left, right, &product)
        case "loop", "gradient": return "\(try BareLoop.seconds(words))"
        default:
            guard words.count == 2, let model = TrainedModel(rawValue: words[1]) else {
                throw Benchmark.WrongValue("no work \"\(words.joined(separator: " "))\"")
            }
            let step = try step(model)
            switch words[0] {
            case "operations": return "\(step.operations)"
            case "products": step.replayProducts()
            case "step": try step.run()
            default: throw Benchmark.WrongValue("no work \"\(words[0])\"")
            }
        }
        return "done"
    }

    private mutating func step(_ model: TrainedModel) throws -> TrainingStep {
        if let step = steps[model] { return step }
        // One at a time: the recorder holds one step's products.
        steps = [model: try TrainingStep(model)]
        return try step(model)
    }
}
