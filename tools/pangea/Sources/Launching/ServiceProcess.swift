internal import Foundation
internal import Subprocess
private import Synchronization
internal import SystemPackage

/// One process of a run: what it writes goes into files, and it ends when this process does.
final class ServiceProcess: Sendable {
    let label: ServiceLabel
    private let program: String
    private let arguments: [String]
    private let folder: RunFolder
    /// The process while it runs, to be signalled.
    private let identifier = Mutex<pid_t?>(nil)

    init(_ label: ServiceLabel, program: String, arguments: [String], folder: RunFolder) {
        self.label = label
        self.program = program
        self.arguments = arguments
        self.folder = folder
    }

    /// Runs the process to its end, with `lifeline` as its standard input, and returns its status: minus the signal's
    /// number where a signal ended it.
    ///
    /// It has a session of its own, so that Ctrl-C reaches only this process, which ends the others in order.
    ///
    /// Throws a `LaunchError`.
    func run(lifeline: FileDescriptor) async throws(LaunchError) -> Int32 {
        let (output, error) = (try file(folder.output(of: label)), try file(folder.log(of: label)))
        var options = PlatformOptions()
        options.createSession = true
        let withheld = ServiceArguments.withheld.compactMap(Environment.Key.init(rawValue:)).map { ($0, String?.none) }
        do {
            let result = try await Subprocess.run(
                .path(FilePath(program)), arguments: Arguments(arguments),
                environment: .inherit.updating(Dictionary(uniqueKeysWithValues: withheld)),
                platformOptions: options,
                input: .fileDescriptor(lifeline, closeAfterSpawningProcess: false),
                output: .fileDescriptor(output, closeAfterSpawningProcess: true),
                error: .fileDescriptor(error, closeAfterSpawningProcess: true)
            ) { process in
                identifier.withLock { $0 = process.processIdentifier.value }
            }
            identifier.withLock { $0 = nil }
            return switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let number): -number
            }
        } catch {
            throw .spawn(program: program, reason: "\(error)")
        }
    }

    /// Sends a signal, unless the process has ended.
    func signal(_ number: Int32) {
        identifier.withLock { identifier in
            if let identifier { _ = kill(identifier, number) }
        }
    }

    private func file(_ path: String) throws(LaunchError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(
                FilePath(path), .writeOnly, options: [.create, .truncate, .closeOnExec],
                permissions: [.ownerReadWrite, .groupRead, .otherRead])
        } catch {
            throw .file(path: path, reason: "expected a file that can be written: \(error)")
        }
    }
}
