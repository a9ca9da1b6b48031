internal import ArgumentParser
internal import Foundation
internal import Hosting
internal import Learning
internal import Logging
internal import ModelFiles

/// What the commands share that look at a model.
struct ModelOptions: ParsableArguments {
    @Argument(help: "The model, as a run leaves it: model.safetensors.")
    var model: String

    /// The model.
    ///
    /// Throws a `ServiceFailure` that names the file and the reason.
    func read() throws(ServiceFailure) -> StoredModel {
        do {
            return try StoredModel(path: model)
        } catch {
            throw ServiceFailure(.badInput, "model", cause: error)
        }
    }

    /// Runs what a command does, on the kernel that every run has if it doesn't ask for another: the same bits come out
    /// on every machine that has it.
    ///
    /// Ends the process with the status of what `body` throws.
    static func run(_ logging: LoggingOptions, _ body: () throws -> Void) throws {
        let logger = logging.logger(for: "trainer")
        do {
            try pinNumerics(logger)
            try body()
        } catch {
            throw ArgumentParser.ExitCode(ServiceRunner.report(error, to: logger).rawValue)
        }
    }

    private static func pinNumerics(_ logger: Logger) throws {
        let standard = Numerics.standard
        let asked = ProcessInfo.processInfo.environment[Restart.marker] != nil
        guard !asked, Numerics.inForce() != standard, ProcessorSupport.missingFeatures(for: standard).isEmpty else {
            return
        }
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .notice)
        try Restart.pinning(standard, logger: quiet)
    }

    /// Writes a line, or a part of one, to standard output.
    static func write(_ text: String, terminator: String = "\n") {
        FileHandle.standardOutput.write(Data((text + terminator).utf8))
    }
}
