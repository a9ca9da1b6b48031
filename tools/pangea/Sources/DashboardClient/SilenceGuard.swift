internal import NIOCore
private import Synchronization

/// Ends a connection on which nothing comes for too long; behind NIO's `IdleStateHandler`, which notices it.
final class SilenceGuard: ChannelInboundHandler, Sendable {
    typealias InboundIn = NIOAny

    private let hasFired = Mutex(false)

    /// Whether it has ended the connection.
    var isSilent: Bool { hasFired.withLock { $0 } }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard event is IdleStateHandler.IdleStateEvent else { return context.fireUserInboundEventTriggered(event) }
        hasFired.withLock { $0 = true }
        context.close(promise: nil)
    }
}
