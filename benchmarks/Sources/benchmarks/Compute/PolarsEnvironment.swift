internal import Foundation

/// Polars and NumPy in a virtual environment under `benchmarks/`, which is made when it is first needed.
enum PolarsEnvironment {
    private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    private static let environment = sources.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent(".venv-polars")
    private static var python: URL { environment.appendingPathComponent("bin/python") }

    /// A worker of so many threads; nil, said on the standard error, where Polars can't be had.
    static func worker(threads: Int) throws -> WorkerProcess? {
        guard makeEnvironment() else {
            FileHandle.standardError.write(Data("no rows beside Polars: pip could not install it\n".utf8))
            return nil
        }
        return try WorkerProcess(
            python, [sources.appendingPathComponent("compute_worker.py").path],
            environment: ["POLARS_MAX_THREADS": "\(threads)", "OMP_NUM_THREADS": "\(threads)"])
    }

    private static func makeEnvironment() -> Bool {
        if succeeds(python, ["-c", "import polars, numpy"]) { return true }
        return succeeds(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-m", "venv", environment.path])
            && succeeds(python, ["-m", "pip", "install", "--quiet", "polars", "numpy"])
            && succeeds(python, ["-c", "import polars, numpy"])
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
