internal import Foundation

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

extension Measurement {
    /// Both speeds, and what a limit says, for people.
    func remarks(on row: Benchmark.Row) -> String {
        var remarks = ""
        if let operations = row.operations {
            let speeds = [ours, peer].map { String(format: "%.0f", operations / $0) }
            remarks += "; \(speeds[0]) and \(speeds[1]) GFLOP/s"
        }
        if let limit = row.limit { remarks += "; \(ratio > limit ? "ABOVE" : "within") its limit of \(limit)" }
        return remarks
    }
}
