package import Reduction

/// What different trainers say that a node's value is, until two agree in every bucket.
///
/// A node's value is a pure function of the step, so whoever says something else than two others is wrong.
public struct Audit: Hashable, Sendable {
    /// Why a node is audited.
    public enum Cause: Hashable, Sendable, CustomStringConvertible {
        /// It is one of the share of leaves that are.
        case planned
        /// Each node of the round is, because something was wrong with an earlier attempt.
        case careful
        /// It is not finite.
        case notFinite

        /// Fit for a log.
        public var description: String {
            switch self {
            case .planned: "an audit"
            case .careful: "the round was wrong before"
            case .notFinite: "it is not finite"
            }
        }
    }

    /// How far it is.
    package enum State: Hashable, Sendable {
        case open
        /// Two trainers agree in every bucket.
        case settled
        /// Nobody was there who could have been asked.
        case waived
    }

    /// What a statement led to.
    package enum Finding: Hashable, Sendable {
        case nothing
        /// One trainer has another value than these, or than it had itself where there are none.
        case wrong(String, witnesses: [String])
    }

    private struct Statement: Hashable {
        let name: String
        let lease: UInt64
        let fingerprint: Fingerprint
    }

    package let node: NodeInterval
    package let cause: Cause
    package private(set) var state = State.open
    /// Whether one trainer may confirm its own value, because nobody else is there; for one that is not finite.
    package var allowsSelf = false
    /// Since when trainers disagree and nobody is there to arbitrate.
    package var stuckSince: Duration?
    /// The buckets in which two have to agree.
    private let buckets: Set<Int>
    /// Per bucket, in the order of coming.
    private var statements: [[Statement]]

    /// Nobody has said anything; two trainers have to agree in `buckets`, or in all where it is nil.
    package init(_ node: NodeInterval, cause: Cause, bucketCount: Int, buckets: Set<Int>? = nil) {
        self.node = node
        self.cause = cause
        self.buckets = buckets ?? Set(0..<bucketCount)
        statements = Array(repeating: [], count: bucketCount)
    }

    /// Whether nothing is open any more.
    package var isOver: Bool { state != .open }

    /// The buckets in which two have to agree, in order.
    package var requiredBuckets: [Int] { buckets.sorted() }

    /// All that have said something.
    package var names: [String] { Set(statements.joined().map(\.name)).sorted() }

    /// Takes note of what a trainer says, and finds who is wrong.
    package mutating func note(
        _ fingerprint: Fingerprint, bucket: Int, from name: String, lease: UInt64
    ) -> Finding {
        let statement = Statement(name: name, lease: lease, fingerprint: fingerprint)
        let isRepeat = statements[bucket].contains {
            $0.name == name && $0.fingerprint == fingerprint && (!allowsSelf || $0.lease == lease)
        }
        if !isRepeat { statements[bucket].append(statement) }
        let finding = finding(in: bucket)
        if finding == .nothing, buckets.allSatisfy({ truth(in: $0) != nil }) { state = .settled }
        return finding
    }

    /// Drops what a trainer said that was proven wrong.
    package mutating func forget(_ name: String) {
        for bucket in statements.indices { statements[bucket].removeAll { $0.name == name } }
        reopen()
    }

    /// Nobody is there who could be asked.
    package mutating func waive() {
        if state == .open { state = .waived }
    }

    /// The round is redone: what was waived isn't any more.
    package mutating func reopen() {
        state = buckets.allSatisfy { truth(in: $0) != nil } ? .settled : .open
        stuckSince = nil
    }

    /// Whether a trainer's word is of use.
    package func wants(_ name: String) -> Bool {
        state == .open
            && buckets.contains { bucket in
                guard truth(in: bucket) == nil else { return false }
                let own = statements[bucket].count { $0.name == name }
                return own == 0 || allowsSelf && own < 2
            }
    }

    /// Whether somebody else has to be asked, when those `asked` will answer.
    package func needsAnother(beside asked: [String]) -> Bool {
        guard state == .open else { return false }
        return buckets.contains { bucket in
            guard truth(in: bucket) == nil else { return false }
            let said = Set(statements[bucket].map(\.name))
            let wanted = said.count >= 2 ? said.count + 1 : 2
            return said.union(asked).count < wanted && !(allowsSelf && said.count == 1 && !asked.isEmpty)
        }
    }

    /// Whether trainers disagree and none of them is proven wrong.
    package var isDisputed: Bool {
        state == .open && buckets.contains { truth(in: $0) == nil && Set(statements[$0].map(\.name)).count >= 2 }
    }

    private func truth(in bucket: Int) -> Fingerprint? {
        let said = statements[bucket]
        let isAlone = allowsSelf && said.allSatisfy { $0.name == said.first?.name }
        for (position, statement) in said.enumerated() {
            let agrees = said[..<position].contains {
                $0.fingerprint == statement.fingerprint
                    && ($0.name != statement.name || isAlone && $0.lease != statement.lease)
            }
            if agrees { return statement.fingerprint }
        }
        return nil
    }

    private func finding(in bucket: Int) -> Finding {
        let said = statements[bucket]
        if let truth = truth(in: bucket), let wrong = said.first(where: { $0.fingerprint != truth }) {
            let witnesses = Set(said.filter { $0.fingerprint == truth }.map(\.name)).subtracting([wrong.name])
            return .wrong(wrong.name, witnesses: witnesses.sorted())
        }
        for (position, statement) in said.enumerated()
        where said[..<position].contains(where: { $0.name == statement.name && $0.fingerprint != statement.fingerprint }
        ) {
            return .wrong(statement.name, witnesses: [])
        }
        return .nothing
    }
}
