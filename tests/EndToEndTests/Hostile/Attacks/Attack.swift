import Testing

/// One way to set upon a run, and what has to be seen of it.
struct Attack: Sendable, CustomTestStringConvertible {
    /// Whom an attack is aimed at.
    enum Target: String, Sendable, CaseIterable {
        case orchestrator, compute
    }

    /// Somebody who took part in an attack, and has to be named in the target's log.
    struct Attacker: Sendable {
        let target: Target
        /// Its address, or the name it joined by.
        let name: String
        /// What the line has to say of it.
        let words: [String]
    }

    /// Carries the attack out, which takes as long as it takes, and says who has to be named.
    typealias Deed = @Sendable (HostileRun) async throws -> [Attacker]

    let name: String
    /// What a service's door asks of who comes in.
    enum Door: Sendable {
        case nothing, token
        /// A token and, for TLS, a certificate.
        case certificate
    }

    /// What the run asks for.
    var door = Door.token
    /// What is trained meanwhile, and what is added to it that changes no result.
    var job = Hostile.job
    var extra = ""
    /// By how many bytes the memory of a service may be more than it was before, at any time.
    var allowance = Attack.noise
    /// What the rate is at least, as a share of the one before.
    var leastRate = 0.9
    /// The descriptors that the services may have; what the system gives where nil.
    var descriptors: Int?
    let deed: Deed

    var testDescription: String { name }

    /// Memory of a service that nobody attacks moves by so much.
    static let noise = 1 << 20

    /// What has to be the same when nothing happens, and all that may.
    static let all = [
        [
            Attack(name: "nobody") { run in
                try await run.leastSteps()
                return []
            }
        ], strangers, tlsStrangers, frames, crowds, members, clients,
    ].flatMap { $0 }

    /// Has it happen to a run in progress, and checks all that has to hold; its rate only where `isTimed`, for which the machine
    /// has to be quiet.
    func check(isTimed: Bool) async throws {
        let run = try await HostileRun(self)
        try await run.isAttacked(by: deed)
        try await run.finish(isTimed: isTimed)
    }
}
