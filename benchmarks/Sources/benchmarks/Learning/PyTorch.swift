internal import Foundation

/// The peer in Python: a virtual environment under `benchmarks/` that is made when it is first needed.
enum PyTorch {
    private static let version = "2.13.0"
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let environment = sources.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(".venv-pytorch")

    /// A worker of one thread; nil, said on the standard error, where PyTorch can't be had.
    static func worker() throws -> WorkerProcess? {
        guard makeEnvironment() else {
            FileHandle.standardError.write(Data("no rows beside PyTorch: pip could not install it\n".utf8))
            return nil
        }
        return try WorkerProcess(
            python, [sources.appendingPathComponent("pytorch_worker.py").path], environment: [:])
    }

    private static var python: URL { environment.appendingPathComponent("bin/python") }

    private static func makeEnvironment() -> Bool {
        if succeeds(python, ["-c", "import torch"]) { return true }
        return succeeds(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-m", "venv", environment.path])
            && succeeds(python, ["-m", "pip", "install", "--quiet", "torch==\(version)", "numpy"])
            && succeeds(python, ["-c", "import torch"])
    }

    private static func succeeds(_ executable: URL, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
