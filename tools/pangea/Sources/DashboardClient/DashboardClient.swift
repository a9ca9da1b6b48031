package import Admission
internal import NIOCore

/// Asks a dashboard.
package struct DashboardClient: Sendable {
    /// How long a dashboard may say nothing: on a stream of events something comes every five seconds.
    package static let patience = Duration.seconds(20)
    /// Bytes that an answer may have; a whole history has less than one MiB.
    package static let answerLimit = 16 << 20

    /// Where it answers.
    package let address: DashboardAddress
    private let token: DashboardToken?
    private let silence: TimeAmount

    /// A client of the dashboard at an address, which shows a token where it has one.
    package init(_ address: DashboardAddress, token: DashboardToken? = nil, patience: Duration = patience) {
        self.address = address
        self.token = token
        silence = .nanoseconds(
            patience.components.seconds * 1_000_000_000 + patience.components.attoseconds / 1_000_000_000)
    }

    private func exchange(_ path: String) -> HTTPExchange {
        HTTPExchange(address: address, path: path, token: token, silence: silence)
    }

    /// The answer at a path of the API, as it is.
    ///
    /// Throws a `DashboardError`.
    package func text(_ path: String) async throws -> String {
        var answer = ByteBuffer()
        try await exchange("/api/v1/" + path).body { bytes in
            answer.writeImmutableBuffer(bytes)
            guard answer.readableBytes <= Self.answerLimit else {
                throw DashboardError.tooLarge(what: path, limitBytes: Self.answerLimit)
            }
            return true
        }
        return String(buffer: answer)
    }

    /// How the run stands.
    ///
    /// Throws a `DashboardError`.
    package func run() async throws -> RunStatus {
        try DashboardEvent.decode(RunStatus.self, from: try await text("run"), of: "run")
    }

    /// Everyone who took part.
    ///
    /// Throws a `DashboardError`.
    package func trainers() async throws -> [TrainerStatus] {
        let answer = ServerSentEvent(name: "trainers", data: try await text("trainers"))
        guard case .trainers(let trainers) = try DashboardEvent(answer) else { return [] }
        return trainers
    }

    /// What happened.
    ///
    /// Throws a `DashboardError`.
    package func history() async throws -> RunHistory {
        try DashboardEvent.decode(RunHistory.self, from: try await text("history"), of: "history")
    }

    /// Calls `take` with what happens behind the event `id`, until that says false or the dashboard ends the stream.
    ///
    /// Throws a `DashboardError`, or what `take` throws.
    package func events(after id: String, _ take: (ServerSentEvent) throws -> Bool) async throws {
        var parser = EventParser()
        let path = "/api/v1/events?after=" + id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == ".") }
        try await exchange(path).body { bytes in
            for event in try parser.take(bytes.readableBytesView) {
                guard try take(event) else { return false }
            }
            return true
        }
    }
}
