internal import Foundation

/// A virtual environment of Python under `benchmarks/`, which is made when it is first needed.
struct VirtualEnvironment {
    /// The folder's name behind ".venv-".
    let name: String
    /// What pip installs.
    let packages: [String]
    /// What Python has to be able to import, separated by commas.
    let modules: String

    /// A worker that runs `script`; nil, said on the standard error, where `peer` can't be had.
    func worker(
        of peer: String, _ script: URL, _ arguments: [String] = [], environment: [String: String] = [:]
    ) throws -> WorkerProcess? {
        guard isMade() else {
            FileHandle.standardError.write(Data("no rows beside \(peer): pip could not install it\n".utf8))
            return nil
        }
        return try WorkerProcess(python, [script.path] + arguments, environment: environment)
    }

    private var folder: URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent(".venv-\(name)")
    }

    private var python: URL { folder.appendingPathComponent("bin/python") }

    private func isMade() -> Bool {
        if succeeds(python, ["-c", "import \(modules)"]) { return true }
        return succeeds(URL(fileURLWithPath: "/usr/bin/env"), ["python3", "-m", "venv", folder.path])
            && succeeds(python, ["-m", "pip", "install", "--quiet"] + packages)
            && succeeds(python, ["-c", "import \(modules)"])
    }

    private func succeeds(_ executable: URL, _ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
