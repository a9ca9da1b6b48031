internal import Foundation

/// PyTorch, the peer in Python.
enum PyTorch {
    private static let python = VirtualEnvironment(
        name: "pytorch", packages: ["torch==2.13.0", "numpy"], modules: "torch")

    private static var sources: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    }

    /// A worker of one thread; nil, said on the standard error, where PyTorch can't be had.
    static func worker() throws -> WorkerProcess? {
        try python.worker(of: "PyTorch", sources.appending(path: "Learning/pytorch_worker.py"))
    }

    /// A worker of so many processes, each of one thread, over loopback; nil where PyTorch can't be had.
    static func exchangeWorker(of processes: Int) throws -> WorkerProcess? {
        try python.worker(
            of: "PyTorch", sources.appending(path: "Exchange/gloo_worker.py"), ["\(processes)"],
            environment: ["GLOO_SOCKET_IFNAME": "lo"])
    }
}
