private import Synchronization

/// Counts the connections that are open, up to limits.
final class OpenConnections: Sendable {
    /// There is no place for one more.
    enum NoPlace: Error, CustomStringConvertible {
        case atAll(limit: Int)
        case fromOneAddress(limit: Int)

        var description: String {
            switch self {
            case .atAll(let limit): "expected at most \(limit) connections"
            case .fromOneAddress(let limit): "expected at most \(limit) connections from one address"
            }
        }
    }

    private struct Counts {
        var all = 0
        var byHost: [String: Int] = [:]
    }

    private let limits: TransportLimits
    private let counts = Mutex(Counts())

    init(_ limits: TransportLimits) {
        self.limits = limits
    }

    /// Counts one more from this host, unless a limit is reached.
    func enter(from host: String) throws(NoPlace) {
        try counts.withLock { counts throws(NoPlace) in
            guard counts.all < limits.maximumConnections else { throw .atAll(limit: limits.maximumConnections) }
            let count = counts.byHost[host, default: 0]
            guard count < limits.maximumConnectionsPerAddress else {
                throw .fromOneAddress(limit: limits.maximumConnectionsPerAddress)
            }
            counts.all += 1
            counts.byHost[host] = count + 1
        }
    }

    /// One from this host is gone.
    func leave(from host: String) {
        counts.withLock { counts in
            counts.all -= 1
            let count = counts.byHost[host, default: 0] - 1
            counts.byHost[host] = count > 0 ? count : nil
        }
    }
}
