internal import Foundation
internal import Subprocess
internal import SystemPackage

/// Makes PNG of SVG, by the program that is installed for that.
package struct PNGConverter: Sendable {
    /// Seconds that a picture may take.
    private static let limit = Duration.seconds(60)
    /// The most bytes of a picture.
    private static let mostBytes = 64 << 20

    /// The program: a name that is looked for in `PATH`, or a path.
    private let program: String

    /// A converter by `program`.
    package init(program: String = "rsvg-convert") { self.program = program }

    /// Converts a picture, `zoom` of whose points are one unit of the SVG.
    ///
    /// Throws `.converterMissing` where there is no such program, and `.converterFailed` with what it says.
    package func png(of svg: String, zoom: Double) async throws(CurveError) -> [UInt8] {
        let executable: Executable = program.contains("/") ? .path(FilePath(program)) : .name(program)
        do {
            let result = try await withDeadline {
                try await Subprocess.run(
                    executable, arguments: ["--format", "png", "--zoom", "\(zoom)"], input: .string(svg),
                    output: .bytes(limit: Self.mostBytes), error: .string(limit: 1 << 16))
            }
            guard case .exited(0) = result.terminationStatus else {
                throw CurveError.converterFailed(
                    reason: result.standardError.split(separator: "\n").first.map(String.init)
                        ?? "\(result.terminationStatus)")
            }
            return result.standardOutput
        } catch let error as CurveError {
            throw error
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw .converterMissing
        } catch {
            throw .converterFailed(reason: "\(error)")
        }
    }

    private func withDeadline<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: Self.limit)
                return nil
            }
            defer { group.cancelAll() }
            guard let result = try await group.next().flatMap(\.self) else {
                throw CurveError.converterFailed(reason: "gave no picture within \(Self.limit)")
            }
            return result
        }
    }
}
