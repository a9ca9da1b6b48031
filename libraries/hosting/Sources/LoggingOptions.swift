public import ArgumentParser
public import Logging

/// How a service logs.
public struct LoggingOptions: ParsableArguments, Sendable {
    /// The shape of a log line.
    public enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
        /// Time, level, service, message, then key=value.
        case text
        /// One JSON object a line.
        case json
    }

    /// Lines below it are left out.
    @Option(
        name: .customLong("log-level"),
        help: "Least level that is logged: trace, debug, info, notice, warning, error, critical.")
    public var level: Logger.Level = .info

    /// The shape of a line.
    @Option(name: .customLong("log-format"), help: "Shape of log lines, which go to standard error: text or json.")
    public var format: Format = .text

    /// For ArgumentParser.
    public init() {}

    /// A logger for the service `name`.
    public func logger(for name: String) -> Logger {
        let format = format
        var logger = Logger(label: name) { label in LineLogHandler(label: label, format: format) }
        logger.logLevel = level
        return logger
    }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
