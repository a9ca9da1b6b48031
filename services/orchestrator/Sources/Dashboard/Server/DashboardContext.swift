internal import Hummingbird

/// What is known of a request beside itself: how to cut its connection off.
struct DashboardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// Ends the connection, whatever waits to be written.
    let cutOff: @Sendable () -> Void

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        let channel = source.channel
        cutOff = { channel.close(promise: nil) }
    }
}
