internal import Reduction

/// What became of a run's work, for its summary: kept by the engine, and added up over all trainers.
///
/// Trainers are told apart by name, also over several lives. Bounded: of those that are gone the newest ``mostGone`` keep
/// an entry of their own; what earlier ones did is added up under ``others``, and so is what trainers do beyond
/// ``mostNames``.
public struct RunAccount: Hashable, Sendable {
    /// The most trainers with an entry of their own.
    public static let mostNames = 1024
    /// The most of them that are gone; those that were expelled are not counted.
    public static let mostGone = 64
    /// Where the rest is added up.
    public static let others = "others"

    /// Why work was given to somebody else, as it is counted.
    public enum Redone: String, Hashable, Sendable, CaseIterable {
        /// Its trainer left, or was lost.
        case left
        /// Nothing was heard of its trainer.
        case silent
        /// Its trainer let a deadline pass.
        case late
        /// Others were first to cover some of it.
        case overtaken
        /// Its trainer had not begun with it when another was idle.
        case takenOver
        /// Its trainer was slow when another was idle.
        case duplicated
    }

    /// What one trainer did.
    public struct Share: Hashable, Sendable {
        /// How often it joined.
        public internal(set) var joined: UInt64 = 0
        /// Micro-batches of committed training steps that counted.
        public internal(set) var microBatches: UInt64 = 0
        /// Committed training steps in which at least one micro-batch of it counted.
        public internal(set) var steps: UInt64 = 0
        /// Leases it was given.
        public internal(set) var leases: UInt64 = 0
        /// Leases that were taken back from it.
        public internal(set) var revoked: UInt64 = 0
        /// Micro-batches and evaluation batches that were leased to others after it had been given them, and why.
        public internal(set) var redone: [Redone: UInt64] = [:]
        /// Pushes of its that were refused, by kind.
        public internal(set) var refused: [Verdict.Refusal.Kind: UInt64] = [:]
        /// Words of its about the value of a node that two trainers were asked for.
        public internal(set) var audited: UInt64 = 0
        /// How often it was silent.
        public internal(set) var silences: UInt64 = 0
        /// How often it was late.
        public internal(set) var latenesses: UInt64 = 0
        /// Why it was expelled, if it was.
        public internal(set) var expelled: String?
        /// Members of that name now.
        fileprivate var present = 0
        /// Counts up with each departure: the greater, the later the last of that name went.
        fileprivate var departure: UInt64 = 0

        init() {}

        /// Adds what another one did.
        fileprivate mutating func add(_ other: Share) {
            joined += other.joined
            microBatches += other.microBatches
            steps += other.steps
            leases += other.leases
            revoked += other.revoked
            redone.merge(other.redone, uniquingKeysWith: +)
            refused.merge(other.refused, uniquingKeysWith: +)
            audited += other.audited
            silences += other.silences
            latenesses += other.latenesses
        }
    }

    /// What all trainers did together.
    public struct Totals: Hashable, Sendable {
        /// Leases handed out.
        public internal(set) var leasesIssued: UInt64 = 0
        /// Those whose leaves somebody else should have done.
        public internal(set) var leasesReissued: UInt64 = 0
        /// Leases taken back.
        public internal(set) var leasesRevoked: UInt64 = 0
        /// Pushes that were refused, by kind.
        public internal(set) var refused: [Verdict.Refusal.Kind: UInt64] = [:]
        /// Nodes of committed steps on whose value two trainers agree.
        public internal(set) var auditsDone: UInt64 = 0
        /// Nodes of committed steps that were to be audited, when no second trainer was there.
        public internal(set) var auditsWaived: UInt64 = 0
        /// Trainers proven wrong.
        public internal(set) var expulsions: UInt64 = 0
        /// Rounds that were redone.
        public internal(set) var roundsRedone: UInt64 = 0

        /// Nothing.
        public init() {}

        /// Pushes that were refused.
        public var pushesRefused: UInt64 { refused.values.reduce(0, +) }
    }

    /// By name.
    public private(set) var shares: [String: Share] = [:]
    /// Trainers that took part: names, where one that comes back after it was added up under ``others`` is a new one.
    public private(set) var trainerCount = 0
    /// What all of them did together.
    public internal(set) var totals = Totals()
    /// Committed training steps.
    public internal(set) var steps: UInt64 = 0
    /// Micro-batches of the committed training steps.
    public internal(set) var microBatches: UInt64 = 0

    private var departures: UInt64 = 0

    /// Nothing is done yet; `expelled` are the names that were proven wrong before a restart.
    init(expelled: [String: String] = [:]) {
        for (name, reason) in expelled where addEntry(for: name) { shares[name]?.expelled = reason }
    }

    /// Changes the entry of a trainer.
    mutating func update(_ name: String, _ change: (inout Share) -> Void) {
        change(&shares[shares[name] == nil ? Self.others : name, default: Share()])
    }

    /// Takes note of a trainer that joins.
    mutating func noteJoin(of name: String) {
        _ = addEntry(for: name)
        if shares[name]?.joined ?? 0 == 0 { trainerCount += 1 }
        update(name) {
            $0.joined += 1
            $0.present += 1
        }
    }

    /// Takes note of a trainer that is a member no longer.
    mutating func noteDeparture(of name: String) {
        departures += 1
        let departure = departures
        update(name) {
            $0.present -= 1
            $0.departure = departure
        }
        let gone = shares.filter { $0.key != Self.others && $0.value.present <= 0 && $0.value.expelled == nil }
        guard gone.count > Self.mostGone, let oldest = gone.min(by: { $0.value.departure < $1.value.departure }) else {
            return
        }
        shares[oldest.key] = nil
        update(Self.others) { $0.add(oldest.value) }
    }

    /// Whether somebody has an entry of its own, which it is given where there is room.
    private mutating func addEntry(for name: String) -> Bool {
        if shares[name] == nil, shares.count < Self.mostNames { shares[name] = Share() }
        return shares[name] != nil
    }

    /// Takes note of a lease.
    mutating func note(_ grant: Grant, for name: String) {
        totals.leasesIssued += 1
        if grant.reason.isReissue { totals.leasesReissued += 1 }
        update(name) { $0.leases += 1 }
        guard let before = grant.reason.trainer, let kind = Redone(grant.reason) else { return }
        update(before) { $0.redone[kind, default: 0] += UInt64(grant.leaves.count) }
    }

    /// Takes note of a lease that is taken back.
    mutating func noteRevocation(of name: String) {
        totals.leasesRevoked += 1
        update(name) { $0.revoked += 1 }
    }

    /// Takes note of a refusal.
    mutating func note(_ refusal: Verdict.Refusal, of name: String) {
        totals.refused[refusal.kind, default: 0] += 1
        update(name) { $0.refused[refusal.kind, default: 0] += 1 }
    }

    /// Takes note of a trainer that was proven wrong.
    mutating func noteExpulsion(of name: String, for reason: String) {
        totals.expulsions += 1
        shares[name]?.expelled = reason
    }
}

extension RunAccount.Redone {
    /// What a reason is counted as; nil where nobody was to blame.
    package init?(_ reason: Grant.Reason) {
        switch reason {
        case .trainerLeft: self = .left
        case .trainerSilent: self = .silent
        case .deadlinePassed: self = .late
        case .overtaken: self = .overtaken
        case .takenOver: self = .takenOver
        case .duplicated: self = .duplicated
        case .firstTime, .rebalanced, .redone, .trial, .witness: return nil
        }
    }
}
