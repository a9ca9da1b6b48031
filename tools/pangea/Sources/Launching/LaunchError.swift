package import Hosting

/// Why a run can't be started.
package enum LaunchError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A program that is needed isn't there.
    case missingProgram(path: String)
    /// There is no such folder.
    case missingFolder(option: String, path: String)
    /// A file or folder can't be made or read.
    case file(path: String, reason: String)
    /// A process can't be started.
    case spawn(program: String, reason: String)

    package var description: String {
        switch self {
        case .missingProgram(let path):
            "no program \(path): expected compute, orchestrator and trainer beside pangea, or in the folder that --binaries names"
        case .missingFolder(let option, let path): "\(option): no folder \(path)"
        case .file(let path, let reason): "\(path): \(reason)"
        case .spawn(let program, let reason): "can't start \(program): \(reason)"
        }
    }

    /// The code to exit with.
    package var status: ExitStatus {
        switch self {
        case .missingProgram: .unavailable
        case .missingFolder: .usage
        case .file: .ioFailure
        case .spawn: .unavailable
        }
    }
}
