public import Admission
public import ArgumentParser

/// Whether a service may listen where strangers can reach it.
public struct ExposureOptions: ParsableArguments, Sendable {
    /// Anybody may join, or look.
    @Flag(help: "Listen beyond this machine though neither a token nor TLS is set: whoever reaches the port is let in.")
    public var insecure = false

    /// For ArgumentParser.
    public init() {}

    /// Refuses to let strangers in unasked.
    ///
    /// Throws a `ServiceFailure` for a host beyond loopback without a token or a certificate, unless told otherwise.
    public func require(_ credentials: Credentials?, toListenOn host: String) throws {
        guard credentials == nil, !insecure, !Self.isLoopback(host) else { return }
        throw ServiceFailure(
            .usage,
            "--host \(host): expected a join token for an address beyond this machine (--token-file FILE or "
                + "\(JoinOptions.tokenVariable)), or a certificate (--tls-certificate FILE), found none; --insecure lets "
                + "in whoever comes")
    }

    /// Refuses to show a run to strangers unasked.
    ///
    /// Throws a `ServiceFailure` for a host beyond loopback without a token, unless told otherwise.
    public func require(_ token: DashboardToken?, toServeDashboardOn host: String) throws {
        guard token == nil, !insecure, !Self.isLoopback(host) else { return }
        throw ServiceFailure(
            .usage,
            "--dashboard-host \(host): expected a dashboard token for an address beyond this machine "
                + "(--dashboard-token-file FILE or \(DashboardTokenOptions.tokenVariable)), found none; --insecure shows "
                + "the run to whoever comes")
    }

    /// Whether only this machine reaches a host: its name, 127.0.0.0/8 or ::1.
    static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }
}
