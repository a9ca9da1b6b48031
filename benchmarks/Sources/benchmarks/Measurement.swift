/// Medians of interleaved pairs: ours and the peer take turns, so that what else the machine does hits both.
struct Measurement {
    /// Nanoseconds of one call.
    let ours: Double
    let peer: Double

    /// Ours in relation to the peer, in time: below 1 is faster.
    var ratio: Double { ours / peer }

    static let pairCount = 31
    /// One timing repeats its call until it takes about this long.
    static let shortestTiming = Duration.milliseconds(5)

    init(_ row: Benchmark.Row) throws {
        let (oursCalls, peerCalls) = (try Self.calls(row.ours), try Self.calls(row.peer))
        var ours: [Double] = []
        var peer: [Double] = []
        for _ in 0..<Self.pairCount {
            ours.append(try Self.time(row.ours, calls: oursCalls))
            peer.append(try Self.time(row.peer, calls: peerCalls))
        }
        self.ours = ours.sorted()[Self.pairCount / 2]
        self.peer = peer.sorted()[Self.pairCount / 2]
    }

    private static func calls(_ body: () throws -> Void) throws -> Int {
        try body()
        let once = max(try time(body, calls: 1), 1)
        return max(1, Int(shortestTiming / .nanoseconds(1) / once))
    }

    private static func time(_ body: () throws -> Void, calls: Int) throws -> Double {
        let started = ContinuousClock.now
        for _ in 0..<calls { try body() }
        return (ContinuousClock.now - started) / .nanoseconds(1) / Double(calls)
    }
}
