import Logging
import Synchronization

/// Keeps what is logged, for a test to look at.
final class LogRecorder: Sendable {
    private let kept = Mutex<[String]>([])
    private let hold: @Sendable (String) -> Void

    /// Calls `hold` with each message before it is kept: whoever logs it waits for that.
    init(hold: @escaping @Sendable (String) -> Void = { _ in }) { self.hold = hold }

    /// Each message with its metadata, as "message key=value", keys in alphabetical order.
    var lines: [String] { kept.withLock { $0 } }

    var logger: Logger {
        var logger = Logger(label: "test") { _ in Handler(recorder: self) }
        logger.logLevel = .trace
        return logger
    }

    private struct Handler: LogHandler {
        let recorder: LogRecorder
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            recorder.hold("\(event.message)")
            let pairs = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }
            recorder.kept.withLock { $0.append("\(event.message)\(pairs.joined())") }
        }
    }
}
