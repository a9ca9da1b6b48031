private import Glibc

extension TransportLimits {
    /// Descriptors that are kept for files, and for connections that this side makes.
    package static let descriptorReserve = 64

    /// The same, with no more connections than a process of so many descriptors can have, and half of them from one
    /// address.
    ///
    /// Who accepts more than it has descriptors for is told of each that waits, again and again.
    package func fitting(descriptors: Int) -> TransportLimits {
        var limits = self
        let places = max(1, descriptors - Self.descriptorReserve)
        limits.maximumConnections = min(maximumConnections, places)
        limits.maximumConnectionsPerAddress = min(maximumConnectionsPerAddress, max(1, places / 2))
        return limits
    }

    /// The same, for this process.
    var fittingThisProcess: TransportLimits {
        var limit = rlimit()
        // The limit is a local that outlives the call.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return self }
        return fitting(descriptors: Int(clamping: limit.rlim_cur))
    }
}
