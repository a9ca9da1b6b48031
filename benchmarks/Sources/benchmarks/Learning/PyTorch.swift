internal import Foundation

/// PyTorch, the peer in Python.
enum PyTorch {
    private static let python = VirtualEnvironment(
        name: "pytorch", packages: ["torch==2.13.0", "numpy"], modules: "torch")

    /// A worker of one thread; nil, said on the standard error, where PyTorch can't be had.
    static func worker() throws -> WorkerProcess? {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("pytorch_worker.py")
        return try python.worker(of: "PyTorch", script)
    }
}
