public import Logging
internal import NIOCore
private import Synchronization

/// Logs what peers do, within bounds: the first lines of each, then how many there would have been.
public final class PeerLog: Sendable {
    /// Lines of one kind that one peer may cost within ``window``.
    public static let linesPerPeer = 10
    /// Peers, and kinds of lines, that are told apart within ``window``.
    public static let maximumPeers = 64
    /// After so long what was left out is counted up in a line, and everybody may cost as much again.
    public static let window = Duration.seconds(10)

    private let logger: Logger
    private let window: Duration
    private let budget = Mutex(LineBudget(linesPerKey: linesPerPeer, maximumKeys: maximumPeers))

    /// Writes to `logger`.
    public init(_ logger: Logger, window: Duration = PeerLog.window) {
        self.logger = logger
        self.window = window
    }

    /// Logs a message about a peer, who is `peer`: its host, or its name where it has shown that it may have one.
    ///
    /// What differs from one line of the kind to the next belongs into `metadata`.
    public func log(_ level: Logger.Level, _ message: String, of peer: String, _ metadata: Logger.Metadata) {
        guard level >= logger.logLevel else { return }
        let (isWritten, isFirst) = budget.withLock { budget in
            let isFirst = budget.isUntouched
            return (budget.take(LineBudget.Key(level: level, message: message, peer: peer)), isFirst)
        }
        if isFirst { Bootstrap.eventLoops.next().scheduleTask(in: TimeAmount(window)) { self.report() } }
        guard isWritten else { return }
        logger.log(level: level, "\(message)", metadata: metadata)
    }

    private func report() {
        for (key, count) in budget.withLock({ $0.report() }) {
            logger.log(
                level: key.level, "lines left out",
                metadata: ["peer": "\(key.peer ?? "many")", "message": "\(key.message)", "count": "\(count)"])
        }
    }
}
