internal import Foundation
internal import Learning

/// The Swift side of `make check-interop`: writes models for Python, and reads those of PyTorch.
@main
enum Interop {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        do {
            guard arguments.count == 2, let command = arguments.first, let folder = arguments.last else {
                throw InteropError("usage: interop write|check|train FOLDER")
            }
            try Numerics.requireStandard()
            switch command {
            case "write": for example in try NamedExample.all() { try example.write(to: folder) }
            case "check": for example in try NamedExample.all() { try example.check(in: folder) }
            case "train": try LossCurve(folder: folder).run()
            default: throw InteropError("no command is called \(command)")
            }
        } catch {
            FileHandle.standardError.write(Data("interop: \(error)\n".utf8))
            exit(1)
        }
    }
}

extension Numerics {
    /// Throws unless the process runs the kernel that the environment should have asked for.
    fileprivate static func requireStandard() throws {
        let found = Numerics.inForce()
        guard found.blasThreads == 1 else { throw InteropError("expected one BLAS thread, got \(found.blasThreads)") }
    }
}
