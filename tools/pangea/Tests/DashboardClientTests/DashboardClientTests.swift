import Admission
import DashboardClient
import Testing

@Suite struct DashboardClientTests {
    private static let run = """
        {"elapsed":1.5,"epoch":2,"evaluation":{},"job":{"epochs":4,"name":"digits","stepCount":92,"batch":64},"redone":{},\
        "started":1,"state":"training","step":30,"trainers":2,"training":{"accuracy":0.5,"loss":1.25}}
        """
    private static let history = """
        {"evaluations":[],"lastEventId":"p.7","notes":[],"steps":[{"from":0,"to":1,"loss":{"min":1,"mean":2,"max":3}}],\
        "width":1}
        """

    private func client(
        of server: CannedServer, token: DashboardToken? = nil, patience: Duration = .seconds(60)
    ) -> DashboardClient {
        DashboardClient(DashboardAddress(host: "127.0.0.1", port: server.port), token: token, patience: patience)
    }

    @Test func `an answer is read whole`() async throws {
        let server = try await CannedServer(.http("200 OK", Self.run))
        let run = try await client(of: server).run()
        #expect((run.state, run.step, run.job?.stepCount, run.training.loss) == (.training, 30, 92, 1.25))
    }

    @Test func `another status is refused with what it says`() async throws {
        let server = try await CannedServer(.http("404 Not Found", "no such thing"))
        await #expect(throws: DashboardError.refused(path: "/api/v1/run", status: 404, message: "no such thing")) {
            try await client(of: server).run()
        }
    }

    @Test func `a token is shown, and one that is refused is told, but not which`() async throws {
        let secret = "only-who-may-look-knows-it"
        let server = try await CannedServer(.http("200 OK", Self.run), .http("401 Unauthorized", secret))
        let client = client(of: server, token: try DashboardToken(secret))
        #expect(try await client.run().step == 30)
        #expect(server.requests.first?.contains("\r\nAuthorization: Bearer \(secret)\r\n") == true)
        let address = DashboardAddress(host: "127.0.0.1", port: server.port)
        let refused = await #expect(throws: DashboardError.tokenRefused(address, wasShown: true)) {
            try await client.run()
        }
        #expect(refused?.description == "\(address): our dashboard token is another one")
        let bare = await #expect(throws: DashboardError.tokenRefused(address, wasShown: false)) {
            try await self.client(of: server).run()
        }
        #expect(bare?.description.contains("--dashboard-token-file FILE or PANGEA_DASHBOARD_TOKEN") == true)
        #expect(server.requests.last?.contains("Authorization") == false)
    }

    @Test func `nobody at the address is told with the address`() async throws {
        let server = try await CannedServer(.http("200 OK", ""))
        try await server.close()
        let error = await #expect(throws: DashboardError.self) { try await client(of: server).run() }
        #expect(error?.description.hasPrefix("no dashboard at http://127.0.0.1:\(server.port)/: ") == true)
    }

    @Test(arguments: ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", "SSH-2.0-other\r\n", "\u{0}\u{1}\u{2}"])
    func `an answer that is torn, or no HTTP, is told`(text: String) async throws {
        let server = try await CannedServer(.init(text: text))
        let error = await #expect(throws: DashboardError.self) { try await client(of: server).run() }
        guard case .unreachable? = error else { throw error ?? .malformed(what: "test", reason: "no error") }
    }

    @Test func `a dashboard that says nothing is given up`() async throws {
        let server = try await CannedServer(.init(text: "", isKept: true))
        let address = DashboardAddress(host: "127.0.0.1", port: server.port)
        await #expect(throws: DashboardError.silent(address, seconds: 0)) {
            try await client(of: server, patience: .milliseconds(50)).run()
        }
    }

    @Test func `an answer without an end is given up when it is too large`() async throws {
        let server = try await CannedServer(
            .http("200 OK", String(repeating: " ", count: DashboardClient.answerLimit + 1)))
        await #expect(throws: DashboardError.tooLarge(what: "run", limitBytes: DashboardClient.answerLimit)) {
            try await client(of: server).text("run")
        }
    }

    /// A run that ended between the two answers was followed for ever otherwise: its end was before the events asked for.
    @Test func `the history is asked for before the states, so that no state is older than the events behind it`()
        async throws
    {
        let stopped = Self.run.replacing("\"training\",", with: "\"stopped\",")
        let server = try await CannedServer(
            .http("200 OK", Self.history), .http("200 OK", stopped), .http("200 OK", "{\"trainers\":[]}"))
        var states: [RunStatus.State] = []
        try await RunFollower(client(of: server), patience: .zero).follow { happening in
            if case .began(let run, _, _) = happening { states.append(run.state) }
        }
        #expect(states == [.stopped])
    }

    @Test func `events are told until the run is over, though the stream stays open`() async throws {
        let finished = Self.run.replacing("\"training\",", with: "\"finished\",")
        let server = try await CannedServer(
            .http("200 OK", Self.history), .http("200 OK", Self.run), .http("200 OK", "{\"trainers\":[]}"),
            .stream("id: p.8\nevent: run\ndata: \(finished)\n\n", isKept: true))
        var told: [RunFollower.Happening] = []
        try await RunFollower(client(of: server), patience: .zero).follow { told.append($0) }
        guard told.count == 2, case .began(let run, [], let history) = told[0], case .event(.run(let last)) = told[1]
        else {
            Issue.record("\(told)")
            return
        }
        #expect((run.state, history.steps.count, last.state) == (.training, 1, .finished))
    }

    @Test func `a stream that breaks off is taken up again with all that is known`() async throws {
        let finished = Self.run.replacing("\"training\",", with: "\"finished\",")
        let server = try await CannedServer(
            .http("200 OK", Self.history), .http("200 OK", Self.run), .http("200 OK", "{\"trainers\":[]}"),
            .stream("event: reset\ndata: {}", isKept: false), .http("200 OK", Self.history),
            .http("200 OK", finished), .http("200 OK", "{\"trainers\":[]}"))
        var states: [String] = []
        try await RunFollower(client(of: server), patience: .seconds(60)).follow { happening in
            switch happening {
            case .began(let run, _, _): states.append(run.state.rawValue)
            case .event: states.append("event")
            case .lost: states.append("lost")
            }
        }
        #expect(states == ["training", "lost", "finished"])
    }

    @Test func `a dashboard that stays away is given up`() async throws {
        let server = try await CannedServer(.http("200 OK", ""))
        try await server.close()
        let error = await #expect(throws: DashboardError.self) {
            try await RunFollower(client(of: server), patience: .zero).follow { _ in }
        }
        guard case .unreachable? = error else { throw error ?? .malformed(what: "test", reason: "no error") }
    }
}
