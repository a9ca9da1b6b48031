/// Why a dashboard can't be asked, or what it says can't be read.
package enum DashboardError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It is no address of a dashboard.
    case address(String, expected: String)
    /// Nobody answers there, or not to the end.
    case unreachable(DashboardAddress, reason: String)
    /// Nothing came for too long.
    case silent(DashboardAddress, seconds: Int64)
    /// It answers, but not with what was asked for.
    case refused(path: String, status: Int, message: String)
    /// It asks for a token, and we have none or another one.
    case tokenRefused(DashboardAddress, wasShown: Bool)
    /// What came isn't what a dashboard says.
    case malformed(what: String, reason: String)
    /// What came is larger than anything that a dashboard says.
    case tooLarge(what: String, limitBytes: Int)

    package var description: String {
        switch self {
        case .address(let text, let expected): "address \"\(text)\": expected \(expected)"
        case .unreachable(let address, let reason): "no dashboard at \(address): \(reason)"
        case .silent(let address, let seconds): "\(address): nothing came for \(seconds) s"
        case .refused(let path, let status, let message): "\(path): expected status 200, got \(status): \(message)"
        case .tokenRefused(let address, let wasShown):
            wasShown
                ? "\(address): our dashboard token is another one"
                : "\(address): it asks for a dashboard token (--dashboard-token-file FILE or PANGEA_DASHBOARD_TOKEN), and none "
                    + "is set here"
        case .malformed(let what, let reason): "\(what): expected what a dashboard says, got other: \(reason)"
        case .tooLarge(let what, let limit): "\(what): expected at most \(limit) bytes, got more"
        }
    }
}
