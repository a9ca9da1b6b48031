internal import Foundation
internal import Learning

extension Benchmark {
    /// Training steps of one thread, beside their own matrix products and beside PyTorch's, for each of OpenBLAS's kernels
    /// that the processor runs of these two: the default, and that of AVX-512.
    static var learning: Benchmark {
        Benchmark(
            name: "learning",
            groups: ["Haswell", "SkylakeX"].map { kernel in { try rows(kernel: kernel) } })
    }

    private static func rows(kernel: String) throws -> [Row] {
        let numerics = Numerics(blasKernel: kernel, blasThreads: 1)
        guard ProcessorSupport.missingFeatures(for: numerics).isEmpty else { return [] }
        let ours = try WorkerProcess(
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(), ["--work"],
            environment: numerics.environment)
        try require(try ours.ask("kernel"), kernel)
        let suffix = kernel == Numerics.standard.blasKernel ? "" : " with \(kernel)"
        var rows: [Row] = []
        for model in TrainedModel.allCases {
            rows.append(try productsRow(model, ours, suffix))
        }
        guard let peer = try PyTorch.worker() else { return rows }
        let version = try peer.ask("version")
        for model in TrainedModel.allCases {
            rows.append(
                Row(
                    name: "\(model)/pytorch\(suffix)", peerName: version,
                    ours: { try ours.ask("step \(model)") }, peer: { try peer.ask("step \(model)") }))
        }
        let size = Double(LearningWorker.squareSize)
        rows.append(
            Row(
                name: "square/pytorch\(suffix)", peerName: "\(version): the libraries' own speed",
                operations: 2 * size * size * size,
                ours: { try ours.ask("square") }, peer: { try peer.ask("square") }))
        return rows
    }

    private static func productsRow(_ model: TrainedModel, _ ours: WorkerProcess, _ suffix: String) throws -> Row {
        Row(
            name: "\(model)/products\(suffix)", peerName: "its own matrix products",
            operations: Double(try ours.ask("operations \(model)")), limit: model.limit,
            ours: { try ours.ask("step \(model)") }, peer: { try ours.ask("products \(model)") })
    }
}
