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
    private enum State {
        /// Not there yet; a signal waits for it.
        case starting(signal: Int32?)
        case running(pid_t)
        case ended
    }

    private let state = Mutex(State.starting(signal: nil))

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
                started(process.processIdentifier.value)
            }
            state.withLock { $0 = .ended }
            return switch result.terminationStatus {
            case .exited(let code): code
            case .signaled(let number): -number
            }
        } catch {
            throw .spawn(program: program, reason: "\(error)")
        }
    }

    /// Sends a signal, as soon as the process is there, unless it has ended.
    func signal(_ number: Int32) {
        state.withLock { state in
            switch state {
            case .starting: state = .starting(signal: number)
            case .running(let identifier): _ = kill(identifier, number)
            case .ended: break
            }
        }
    }

    private func started(_ identifier: pid_t) {
        state.withLock { state in
            if case .starting(let number?) = state { _ = kill(identifier, number) }
            state = .running(identifier)
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
