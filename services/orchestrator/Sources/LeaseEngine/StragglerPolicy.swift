package import Reduction

/// Decides which leases of slow trainers idle ones are given.
///
/// A lease that its trainer has not begun is taken over, as it is. The one that it is at is given to idle trainers in
/// whole, never in part: what its trainer pushes in the end is the whole node, so a part computed by somebody else would
/// only stand in its way. Several idle trainers divide it among them.
package struct StragglerPolicy: Sendable {
    /// An idle trainer.
    package struct Helper: Hashable, Sendable {
        package let trainer: TrainerID
        /// Leaves a second.
        package let speed: Double

        package init(trainer: TrainerID, speed: Double) {
            self.trainer = trainer
            self.speed = speed
        }
    }

    /// An active lease, and how long it is expected to take yet.
    package struct Outlook: Hashable, Sendable {
        package let lease: UInt64
        package let trainer: TrainerID
        package let leaves: Leaves
        package let isBegun: Bool
        /// Whether some of it was pushed, or all of it is covered: no help is needed.
        package let isAnswered: Bool
        package let secondsLeft: Double

        package init(
            lease: UInt64, trainer: TrainerID, leaves: Leaves, isBegun: Bool, isAnswered: Bool, secondsLeft: Double
        ) {
            self.lease = lease
            self.trainer = trainer
            self.leaves = leaves
            self.isBegun = isBegun
            self.isAnswered = isAnswered
            self.secondsLeft = secondsLeft
        }
    }

    /// A lease that somebody else gets, in whole or divided.
    package struct Help: Hashable, Sendable {
        /// What one helper gets of it.
        package struct Share: Hashable, Sendable {
            package let trainer: TrainerID
            package let leaves: Leaves
        }

        package let lease: UInt64
        /// Whether its trainer is to drop it.
        package let takesOver: Bool
        package let shares: [Share]
    }

    private let margin: Double
    private let floor: Double

    /// Help is given with a lease that is expected to take longer than `margin` times what the helpers need, a lease that
    /// isn't begun also before; and only where the helpers are through at least `floor` seconds earlier.
    package init(margin: Double, floor: Double) {
        self.margin = margin
        self.floor = floor
    }

    /// What the helpers, all idle, are given of `leases`, the active ones of a round in the order of granting.
    package func help(_ leases: [Outlook], by helpers: [Helper]) -> [Help] {
        var idle = helpers.sorted { ($1.speed, $0.trainer) < ($0.speed, $1.trainer) }
        let open = leases.filter { !$0.isAnswered }
        var help: [Help] = []
        takeOver(open.filter { !$0.isBegun }, idle: &idle, into: &help)
        duplicate(open, among: leases, idle: &idle, into: &help)
        return help
    }

    /// The last lease of whoever is through last goes to the fastest one idle, who gets one only.
    private func takeOver(_ leases: [Outlook], idle: inout [Helper], into help: inout [Help]) {
        var open = leases.sorted { ($1.secondsLeft, $0.lease) < ($0.secondsLeft, $1.lease) }
        while let helper = idle.first,
            let position = open.firstIndex(where: { lease in
                let needed = Double(lease.leaves.count) / helper.speed
                return needed < lease.secondsLeft && isWorthWhile(lease, needing: needed)
            })
        {
            let lease = open.remove(at: position)
            idle.removeFirst()
            help.append(
                Help(
                    lease: lease.lease, takesOver: true,
                    shares: [Help.Share(trainer: helper.trainer, leaves: lease.leaves)]))
        }
    }

    /// Leases that nobody else is at, those first that take longest; the helpers are shared out over them.
    private func duplicate(
        _ open: [Outlook], among leases: [Outlook], idle: inout [Helper], into help: inout [Help]
    ) {
        guard let fastest = idle.first else { return }
        let candidates = open.filter { lease in
            let soonest = Double(lease.leaves.count) / (fastest.speed * Double(min(idle.count, lease.leaves.count)))
            return lease.isBegun && isSlow(lease, needing: soonest)
                && !leases.contains { $0.lease != lease.lease && $0.leaves.overlaps(lease.leaves) }
        }.sorted { ($1.secondsLeft, $0.lease) < ($0.secondsLeft, $1.lease) }
        for (position, lease) in candidates.enumerated() {
            guard !idle.isEmpty else { return }
            let count = min(max(1, idle.count / (candidates.count - position)), lease.leaves.count)
            let team = Array(idle.prefix(count))
            let workers = team.map { Division.Worker(load: 0, speed: $0.speed) }
            guard isSlow(lease, needing: Division.expectedTime(of: [lease.leaves], among: workers)) else { continue }
            idle.removeFirst(count)
            let shares = Division.divide([lease.leaves], among: workers).map { piece in
                Help.Share(trainer: team[piece.worker].trainer, leaves: piece.leaves)
            }
            help.append(Help(lease: lease.lease, takesOver: false, shares: shares))
        }
    }

    private func isSlow(_ lease: Outlook, needing seconds: Double) -> Bool {
        lease.secondsLeft > margin * seconds && isWorthWhile(lease, needing: seconds)
    }

    private func isWorthWhile(_ lease: Outlook, needing seconds: Double) -> Bool {
        lease.secondsLeft - seconds >= floor
    }
}
