internal import Foundation

/// Polars and NumPy, the peers in Python.
enum PolarsEnvironment {
    private static let python = VirtualEnvironment(
        name: "polars", packages: ["polars", "numpy"], modules: "polars, numpy")

    /// A worker of so many threads; nil, said on the standard error, where Polars can't be had.
    static func worker(threads: Int) throws -> WorkerProcess? {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("compute_worker.py")
        return try python.worker(
            of: "Polars", script, environment: ["POLARS_MAX_THREADS": "\(threads)", "OMP_NUM_THREADS": "\(threads)"])
    }
}
