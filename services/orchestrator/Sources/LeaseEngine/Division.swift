package import Reduction

/// Divides leaves over trainers, so that all are expected to finish at the same time.
///
/// A worker that owes leaves already gets less, so what is leased again goes to idle trainers first. Each worker's
/// leaves are contiguous, and the cuts are moved a little to where the tree has its large nodes: then equal trainers
/// that are as many as a power of two dividing the leaves get one node each, although no two measured speeds are equal.
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
        let workers = evened(workers)
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

    /// Speeds that are about the same are taken for equal: they are measured, and equal shares have larger nodes.
    private static func evened(_ workers: [Worker]) -> [Worker] {
        let speeds = workers.map(\.speed)
        guard let slowest = speeds.min(), let fastest = speeds.max(), fastest <= 1.2 * slowest else { return workers }
        let mean = speeds.reduce(0, +) / Double(speeds.count)
        return workers.map { Worker(load: $0.load, speed: mean) }
    }

    /// How many leaves each worker deserves, for those that get any; they add up to `count`.
    ///
    /// All of them would finish at one time, the level: (load + share) / speed is the same for all.
    private static func shares(of count: Int, among workers: [Worker]) -> [(worker: Int, share: Double)] {
        var chosen = Array(workers.indices)
        while true {
            let shares = level(of: count, among: chosen, of: workers)
            // Less than half a leaf more isn't worth a busy worker's interruption.
            let kept = shares.filter { $0.share >= 0.5 || ($0.share > 0 && workers[$0.worker].load == 0) }
            guard !kept.isEmpty else { return [(firstToFinish(count, among: workers), Double(count))] }
            if kept.count < shares.count {
                chosen = kept.map(\.worker)
            } else if shares.count > count {
                let best = shares.sorted { ($1.share, $0.worker) < ($0.share, $1.worker) }.prefix(count)
                chosen = best.map(\.worker).sorted()
            } else if let hindrance = hindrance(of: count, among: shares, of: workers) {
                chosen.removeAll { $0 == hindrance }
            } else {
                return shares
            }
        }
    }

    /// The slowest idle worker, where it would take as long for one leaf as the others need for all.
    private static func hindrance(
        of count: Int, among shares: [(worker: Int, share: Double)], of workers: [Worker]
    ) -> Int? {
        let small = shares.filter { $0.share < 1 && workers[$0.worker].load == 0 }.map(\.worker)
        guard let slowest = small.min(by: { (workers[$0].speed, $1) < (workers[$1].speed, $0) }) else { return nil }
        let others = shares.map(\.worker).filter { $0 != slowest }.map { workers[$0] }
        guard !others.isEmpty else { return nil }
        return 1 / workers[slowest].speed >= wholeTime(of: count, among: others) * (1 - 1e-6) ? slowest : nil
    }

    /// When at least one worker's leaves, each done as a whole, make up `count` together with those of the others.
    private static func wholeTime(of count: Int, among workers: [Worker]) -> Double {
        var (low, high) = (0.0, workers.map { Double($0.load + count) / $0.speed }.min() ?? 0)
        for _ in 0..<30 {
            let middle = (low + high) / 2
            let done = workers.reduce(0) { $0 + max(0, (middle * $1.speed).rounded(.down) - Double($1.load)) }
            if done >= Double(count) { high = middle } else { low = middle }
        }
        return high
    }

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
            let (start, next) = (cuts.last ?? 0, ideal + shares[position + 1])
            let isFitting = { (cut: Int) in
                fits(Double(cut - start), share) && fits(next - Double(cut), shares[position + 1])
            }
            let around = clamp(Int(ideal), lowest, first)...clamp(Int(ideal.rounded(.up)), last, highest)
            let choices = [(first...last).filter(isFitting), around.filter(isFitting), Array(first...last)]
            cuts.append(bestCut(in: runs, among: choices.first { !$0.isEmpty } ?? [first], ideal: ideal))
        }
        return cuts
    }

    /// Whether a part is not more than a quarter larger than its share; one leaf always fits.
    private static func fits(_ part: Double, _ share: Double) -> Bool { part <= max(1, 1.25 * share) }

    /// The offset where the largest nodes meet; of several, the one nearest to `ideal`.
    private static func bestCut(in runs: [Leaves], among cuts: [Int], ideal: Double) -> Int {
        cuts.min { left, right in
            let (leftLevel, rightLevel) = (level(at: left, in: runs), level(at: right, in: runs))
            if leftLevel != rightLevel { return leftLevel > rightLevel }
            return abs(Double(left) - ideal) < abs(Double(right) - ideal)
        } ?? cuts[0]
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
