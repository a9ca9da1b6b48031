import Synchronization

extension Attack {
    /// What a stranger does, and what has to be said of it.
    struct Act: Sendable {
        let words: [String]
        let body: @Sendable (Stranger) async throws -> Void

        init(_ words: String..., body: @escaping @Sendable (Stranger) async throws -> Void) {
            self.words = words
            self.body = body
        }
    }

    /// Some strangers for each act at each service, all at once; each has to be named.
    static func atBoth(_ acts: Act...) -> Deed {
        { run in
            let attackers = try await withThrowingTaskGroup(of: Attacker.self) { group in
                for target in Target.allCases {
                    let address = run.address(of: target)
                    for act in acts.flatMap({ [$0, $0] }) {
                        group.addTask {
                            let stranger = try Stranger(at: address)
                            try await act.body(stranger)
                            return Attacker(target: target, name: stranger.name, words: act.words)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            try await run.leastSteps()
            return attackers
        }
    }

    /// How often somebody comes again, at most: a system has so many ports, for a minute.
    static let mostComebacks = 10_000

    /// A stranger at each service who does something, waiting for the system, until the service ends the connection, and
    /// then comes again, until enough steps are committed; the first ones have to be named, or some unless each is.
    static func inTurn(
        _ words: String..., isEachNamed: Bool = true, deed: @escaping @Sendable (Stranger) -> Void
    ) -> Deed {
        { run in
            let firsts = try Target.allCases.map { ($0, run.address(of: $0), try Stranger(at: run.address(of: $0))) }
            let isEnough = Flag()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (_, address, first) in firsts {
                    group.addTask {
                        await Stranger.blocking {
                            deed(first)
                            for _ in 0..<mostComebacks {
                                guard !isEnough.isSet, let next = try? Stranger(at: address) else { return }
                                deed(next)
                            }
                        }
                    }
                }
                defer { isEnough.set() }
                try await run.leastSteps()
            }
            return firsts.map {
                Attacker(target: $0.0, name: isEachNamed ? $0.2.name : "peer=127.0.0.1:", words: words)
            }
        }
    }

    /// Is set once, and looked at by threads.
    final class Flag: Sendable {
        private let value = Atomic(false)

        var isSet: Bool { value.load(ordering: .relaxed) }

        func set() { value.store(true, ordering: .relaxed) }
    }
}
