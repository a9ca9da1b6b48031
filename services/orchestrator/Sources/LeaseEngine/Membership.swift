/// Who is a member of a run, and who of them is heard of.
///
/// Members come and go at any moment. One that comes back is another member with the same name; a name that was
/// expelled doesn't come back.
public struct Membership: Sendable {
    /// What becomes of someone who wants to join.
    public enum Admittance: Hashable, Sendable {
        /// It is a member.
        case member(TrainerID)
        /// It was proven wrong before: it is no member, and the reason tells it so.
        case expelled(reason: String)
    }

    /// Those present, and those gone that something of the rounds under way still refers to.
    public private(set) var records: [TrainerID: MemberRecord] = [:]
    /// Members now, in the order of joining.
    public private(set) var present: [TrainerID] = []
    /// How many members have left, were lost or expelled.
    public private(set) var goneCount = 0
    /// Names that may not join again, and why.
    public private(set) var expelled: [String: String]
    /// Whether the run has once had as many members as it needs to begin.
    public private(set) var hasQuorum = false

    private let minimumTrainers: Int
    private let trialDelay: RetryDelay
    private var nextNumber: UInt64 = 1

    /// Nobody is there yet.
    package init(policy: LeasePolicy, expelled: [String: String] = [:]) {
        minimumTrainers = max(1, policy.minimumTrainers)
        trialDelay = RetryDelay(shortest: policy.shortestTrialDelay, longest: policy.longestTrialDelay)
        self.expelled = expelled
    }

    /// Members that are heard of, in the order of joining.
    public var live: [TrainerID] { present.filter { records[$0]?.isSilent == false } }

    /// The live members that let no deadline pass; all live ones where there are none of these.
    package var punctual: [TrainerID] {
        let punctual = present.filter { id in records[id].map { !$0.isSilent && !$0.isLate } ?? false }
        return punctual.isEmpty ? live : punctual
    }

    /// How many trainers are missing, and why that keeps the run from going on.
    public var waiting: Waiting? {
        let live = live.count
        let needed = hasQuorum ? 1 : minimumTrainers
        guard live < needed else { return nil }
        let missing = needed - live
        guard hasQuorum else {
            return Waiting(missing: missing, reason: .quorum(present: live, needed: needed))
        }
        guard !present.isEmpty else { return Waiting(missing: missing, reason: .noTrainer) }
        return Waiting(missing: missing, reason: .allSilent(present.map(name)))
    }

    /// What a member is called.
    public func name(of trainer: TrainerID) -> String { records[trainer]?.name ?? "trainer \(trainer.number)" }

    /// Someone joins.
    package mutating func join(name: String, at now: Duration) -> Admittance {
        if let reason = expelled[name] { return .expelled(reason: reason) }
        let trainer = TrainerID(nextNumber)
        nextNumber += 1
        records[trainer] = MemberRecord(name: name, joinedAt: now, trialDelay: trialDelay)
        present.append(trainer)
        noteQuorum()
        return .member(trainer)
    }

    /// A member leaves or is lost; false where it was none.
    package mutating func leave(_ trainer: TrainerID) -> Bool {
        guard let position = present.firstIndex(of: trainer) else { return false }
        present.remove(at: position)
        records[trainer]?.isPresent = false
        goneCount += 1
        return true
    }

    /// Something of a member is heard; true where it had been silent.
    package mutating func heard(_ trainer: TrainerID, at now: Duration) -> Bool {
        guard let record = records[trainer], record.isPresent else { return false }
        records[trainer]?.lastHeard = max(now, record.lastHeard)
        records[trainer]?.isSilent = false
        if record.isSilent { noteQuorum() }
        return record.isSilent
    }

    /// The members that are silent from now, because nothing was heard of them for longer than `limit`.
    package mutating func noteSilence(at now: Duration, limit: Duration) -> [TrainerID] {
        let silent = present.filter { id in
            records[id].map { !$0.isSilent && now - $0.lastHeard > limit } ?? false
        }
        for trainer in silent { records[trainer]?.isSilent = true }
        return silent
    }

    /// The present members with a name that was proven wrong: they are members no longer, nor will they be.
    package mutating func expel(name: String, reason: String) -> [TrainerID] {
        expelled[name] = reason
        let members = present.filter { self.name(of: $0) == name }
        for member in members { _ = leave(member) }
        return members
    }

    /// Changes what is known of a member.
    mutating func update(_ trainer: TrainerID, _ change: (inout MemberRecord) -> Void) {
        guard var record = records.removeValue(forKey: trainer) else { return }
        change(&record)
        records[trainer] = record
    }

    /// Forgets the members gone to which nothing refers any more.
    package mutating func forgetGone(except kept: Set<TrainerID>) {
        guard records.count > present.count else { return }
        records = records.filter { $0.value.isPresent || kept.contains($0.key) }
    }

    private mutating func noteQuorum() {
        if live.count >= minimumTrainers { hasQuorum = true }
    }
}
