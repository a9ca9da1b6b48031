package import Reduction

/// Divides leaves over trainers, so that all are expected to finish at the same time.
///
/// A worker that owes leaves already gets less, so what is leased again goes to idle trainers first. Each worker's
/// leaves are contiguous, and the cuts are moved a little to where the tree has its large nodes: then equal trainers
/// that are as many as a power of two dividing the leaves get one node each; see ``SpeedGroups`` for who is equal.
package enum Division {
    /// Someone who can be given leaves.
    package struct Worker: Sendable {
        /// Leaves that it owes already.
        package let load: Int
        /// Leaves a second, or any other unit that all share; positive.
        package let speed: Double

        package init(load: Int, speed: Double) {
            self.load = load
            self.speed = speed
        }
    }

    /// One contiguous part.
    package struct Piece: Hashable, Sendable {
        /// Who gets it, as a position among the workers.
        package let worker: Int
        /// The run it was cut from, as a position among the runs.
        package let run: Int
        package let leaves: Leaves
    }

    /// Cuts `runs`, which don't overlap and are in order, into pieces that together are the same leaves, in order.
    ///
    /// There must be at least one worker. Whoever owes nothing gets at least one leaf while there are enough, unless it
    /// is so slow that the others would wait for that one.
    package static func divide(_ runs: [Leaves], among workers: [Worker]) -> [Piece] {
        let count = runs.reduce(0) { $0 + $1.count }
        let shares = shares(of: count, among: workers)
        let ends = cuts(in: runs, count: count, shares: shares.map(\.share)) + [count]
        var pieces: [Piece] = []
        var start = 0
        for (end, worker) in zip(ends, shares.map(\.worker)) {
            var offset = 0
            for (run, leaves) in runs.enumerated() {
                let shift = leaves.first - offset
                if let part = Leaves(
                    first: max(start, offset) + shift, end: min(end, offset + leaves.count) + shift)
                {
                    pieces.append(Piece(worker: worker, run: run, leaves: part))
                }
                offset += leaves.count
            }
            start = end
        }
        return pieces
    }

    /// How many leaves each worker deserves, for those that get any; they add up to `count`.
    ///
    /// All of them would finish at one time, the level: (load + share) / speed is the same for all.
    private static func shares(of count: Int, among workers: [Worker]) -> [(worker: Int, share: Double)] {
        var chosen = Array(workers.indices)
        while true {
            let shares = level(of: count, among: chosen, of: workers)
            let fastest = chosen.map { workers[$0].speed }.max() ?? 1
            let kept = shares.filter { isWorthWhile($0.share, of: workers[$0.worker], fastest: fastest) }
            guard !kept.isEmpty else { return [(firstToFinish(count, among: workers), Double(count))] }
            if kept.count == shares.count {
                guard shares.count > count else { return shares }
                let best = shares.sorted { ($1.share, $0.worker) < ($0.share, $1.worker) }.prefix(count)
                return level(of: count, among: best.map(\.worker).sorted(), of: workers)
            }
            chosen = kept.map(\.worker)
        }
    }

    /// Less than half a leaf more isn't worth a busy worker's interruption; and a slow one that would hold up the others
    /// with a single leaf is better left out.
    private static func isWorthWhile(_ share: Double, of worker: Worker, fastest: Double) -> Bool {
        guard worker.load == 0 else { return share >= 0.5 }
        return share >= 0.75 || (share > 0 && !isSlow(worker.speed, beside: fastest))
    }

    /// Whether one of this speed may be left out although there are leaves enough.
    package static func isSlow(_ speed: Double, beside fastest: Double) -> Bool { speed < 0.5 * fastest }

    /// When the last of the workers is expected to be through with its part of `runs` and what it owes already, in the
    /// unit that speeds are measured by.
    package static func expectedTime(of runs: [Leaves], among workers: [Worker]) -> Double {
        var loads = workers.map(\.load)
        for piece in divide(runs, among: workers) { loads[piece.worker] += piece.leaves.count }
        return zip(loads, workers).map { Double($0) / $1.speed }.max() ?? 0
    }

    private static func level(
        of count: Int, among chosen: [Int], of workers: [Worker]
    ) -> [(worker: Int, share: Double)] {
        let load = chosen.reduce(count) { $0 + workers[$1].load }
        let speed = chosen.reduce(0) { $0 + workers[$1].speed }
        return chosen.map { ($0, Double(load) / speed * workers[$0].speed - Double(workers[$0].load)) }
    }

    private static func firstToFinish(_ count: Int, among workers: [Worker]) -> Int {
        let times = workers.map { Double($0.load + count) / $0.speed }
        return times.indices.min { (times[$0], $0) < (times[$1], $1) } ?? 0
    }

    /// Where one worker's part ends and the next one's begins, as offsets into the runs laid end to end.
    private static func cuts(in runs: [Leaves], count: Int, shares: [Double]) -> [Int] {
        var cuts: [Int] = []
        var ideal = 0.0
        for (position, share) in shares.dropLast().enumerated() {
            ideal += share
            let lowest = (cuts.last ?? 0) + 1
            let highest = max(lowest, count - (shares.count - 1 - position))
            let slack = max(0.5, min(share, shares[position + 1]) / 8)
            let first = clamp(Int((ideal - slack).rounded(.up)), lowest, highest)
            let last = clamp(Int((ideal + slack).rounded(.down)), first, highest)
            cuts.append(bestCut(in: runs, from: first, through: last, ideal: ideal))
        }
        return cuts
    }

    /// The offset where the largest nodes meet; of several, the one nearest to `ideal`.
    private static func bestCut(in runs: [Leaves], from first: Int, through last: Int, ideal: Double) -> Int {
        (first...last).min { left, right in
            let (leftLevel, rightLevel) = (level(at: left, in: runs), level(at: right, in: runs))
            if leftLevel != rightLevel { return leftLevel > rightLevel }
            return abs(Double(left) - ideal) < abs(Double(right) - ideal)
        } ?? first
    }

    /// The level of the largest node that may start at an offset; the start of a run is as good as it gets.
    private static func level(at offset: Int, in runs: [Leaves]) -> Int {
        var rest = offset
        for run in runs {
            if rest == 0 { return .max }
            if rest < run.count { return (run.first + rest).trailingZeroBitCount }
            rest -= run.count
        }
        return .max
    }

    private static func clamp(_ value: Int, _ low: Int, _ high: Int) -> Int { max(low, min(value, high)) }
}
