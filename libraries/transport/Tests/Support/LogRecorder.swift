import Logging
import Synchronization

/// What is logged, line by line, for tests that wait for it.
final class LogRecorder: Sendable {
    private let stream: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation

    init() {
        (stream, continuation) = AsyncStream<String>.makeStream()
    }

    var logger: Logger {
        Logger(label: "test") { [continuation] _ in Handler(continuation: continuation) }
    }

    /// Waits for the next line that has all of this.
    func line(_ parts: String...) async throws -> String {
        for await line in stream where parts.allSatisfy(line.contains) { return line }
        throw TooLate(description: "nothing more is logged")
    }

    private struct Handler: LogHandler {
        let continuation: AsyncStream<String>.Continuation
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.debug

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let facts = (event.metadata ?? [:]).sorted { $0.key < $1.key }.map { "\($0)=\($1)" }
            continuation.yield("\(event.level) \(event.message) " + facts.joined(separator: " "))
        }
    }
}
