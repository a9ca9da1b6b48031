package import Datasets
package import Digests
package import Transport

/// What the replicas of compute say that the run's data is, and which of them agree.
///
/// A value without clock or network. Trainers name the run's digest to compute and pass over a replica that has another;
/// here it is found out and named, before the run begins and whenever a replica comes back.
package struct ReplicaAgreement: Sendable {
    /// What is known of a replica now.
    package enum State: Hashable, Sendable {
        /// Nothing yet.
        case unknown
        /// It has the data of this digest open.
        case open(Digest)
        /// It can't open the data.
        case refuses(reason: String)
        /// It can't be reached.
        case outOfReach(reason: String)
    }

    /// What is new of a replica.
    package enum Finding: Hashable, Sendable, CustomStringConvertible {
        /// It has the run's data.
        case agrees(Address)
        /// It has other data: nobody who takes part in the run asks it.
        case differs(Address, expected: Digest, got: Digest)
        /// It can't open the data.
        case refuses(Address, reason: String)
        /// It can't be reached: others are asked meanwhile.
        case outOfReach(Address, reason: String)

        /// Whether somebody should look at it.
        package var isTrouble: Bool { if case .agrees = self { false } else { true } }

        /// Fit for a log.
        package var description: String {
            switch self {
            case .agrees(let address): "compute at \(address) has the run's data"
            case .differs(let address, let expected, let got):
                "compute at \(address) is passed over: expected data with digest \(expected), got \(got)"
            case .refuses(let address, let reason): "compute at \(address) is passed over: \(reason)"
            case .outOfReach(let address, let reason):
                "compute at \(address) is passed over until it is back: \(reason)"
            }
        }
    }

    /// In the order in which they are asked.
    package let replicas: [Address]
    /// The run's data, once it is known.
    package private(set) var dataset: DatasetDescription?
    private var states: [Address: State] = [:]
    private var found: [DatasetDescription] = []

    /// Nothing is known of any of `replicas`; `dataset` is the run's data where that is known already.
    package init(_ replicas: [Address], dataset: DatasetDescription? = nil) {
        self.replicas = replicas
        self.dataset = dataset
    }

    /// What is known of a replica.
    package func state(of replica: Address) -> State { states[replica] ?? .unknown }

    /// Whether each replica has been heard of, for good or ill.
    package var isComplete: Bool { replicas.allSatisfy { states[$0] != nil } }

    /// Whether none can open the data.
    package var allRefuse: Bool {
        replicas.allSatisfy { if case .refuses = state(of: $0) { true } else { false } }
    }

    /// A replica has the data open.
    package mutating func opened(_ dataset: DatasetDescription, at replica: Address) -> Finding? {
        if !found.contains(where: { $0.digest == dataset.digest }) { found.append(dataset) }
        return note(.open(dataset.digest), of: replica)
    }

    /// A replica can't be reached, or was lost.
    package mutating func lost(_ replica: Address, reason: String) -> Finding? {
        note(.outOfReach(reason: reason), of: replica)
    }

    /// A replica can't open the data.
    package mutating func refused(by replica: Address, reason: String) -> Finding? {
        note(.refuses(reason: reason), of: replica)
    }

    /// Decides which data is the run's: that of the run which is gone on with, if it is told by `isKnown`; otherwise what
    /// most replicas have, and of several such what the first one in the order has.
    ///
    /// Returns what that means for each replica; nothing where none has any data open.
    package mutating func settle(isKnown: (DatasetDescription) -> Bool = { _ in false }) -> [Finding] {
        let digests = replicas.compactMap { if case .open(let digest) = state(of: $0) { digest } else { nil } }
        let known = found.first { digests.contains($0.digest) && isKnown($0) }?.digest
        var most = known ?? digests.first
        if known == nil {
            for digest in digests where digests.count(of: digest) > digests.count(of: most) { most = digest }
        }
        guard let dataset = found.first(where: { $0.digest == most }) else { return [] }
        self.dataset = dataset
        return replicas.compactMap { finding(of: $0) }
    }

    /// What is new, once the run's data is known: a state that lasts is told once.
    private mutating func note(_ state: State, of replica: Address) -> Finding? {
        let before = states.updateValue(state, forKey: replica)
        if case (.outOfReach?, .outOfReach) = (before, state) { return nil }
        if before == state { return nil }
        return dataset == nil ? nil : finding(of: replica)
    }

    private func finding(of replica: Address) -> Finding? {
        switch state(of: replica) {
        case .unknown: nil
        case .open(let digest):
            dataset.map { $0.digest == digest ? .agrees(replica) : .differs(replica, expected: $0.digest, got: digest) }
        case .refuses(let reason): .refuses(replica, reason: reason)
        case .outOfReach(let reason): .outOfReach(replica, reason: reason)
        }
    }
}

extension [Digest] {
    fileprivate func count(of digest: Digest?) -> Int { count { $0 == digest } }
}
