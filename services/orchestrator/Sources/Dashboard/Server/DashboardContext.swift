internal import Hummingbird

/// What is known of a request beside itself: from where it comes, and how to cut its connection off.
struct DashboardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The address that it comes from, with the port.
    let peer: String
    /// Ends the connection, whatever waits to be written.
    let cutOff: @Sendable () -> Void

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        let channel = source.channel
        let address = channel.remoteAddress
        peer = "\(address?.ipAddress ?? "?"):\(address?.port ?? 0)"
        cutOff = { channel.close(promise: nil) }
    }
}
