import Dashboard
import Foundation
import Testing

@Suite(.timeLimit(.minutes(5))) struct EventStreamTests {
    private static func ids(_ text: String) -> [String] {
        text.matches(of: /id: (\S+)\n/).map { String($0.output.1) }
    }

    private static func names(_ text: String) -> [String] {
        text.matches(of: /event: (\S+)\n/).map { String($0.output.1) }
    }

    private static func feed() -> LiveFeed {
        let feed = LiveFeed(process: "one")
        feed.publish((1...4).map { LiveEvent(.steps, data: "[\($0)]") })
        return feed
    }

    @Test func `who comes back gets what it missed, once and in order`() async throws {
        try await withServer(RunJournal(feed: Self.feed())) { client in
            let header = try await client.ask("/api/v1/events?seconds=0", headers: ["Last-Event-ID: one.2"])
            #expect(header.headers["content-type"] == "text/event-stream; charset=utf-8")
            #expect(Self.ids(header.text).prefix(2) == ["one.3", "one.4"])
            #expect(header.text.contains("event: steps\ndata: [3]\n\n"))
            let query = try await client.ask("/api/v1/events?seconds=0&after=one.3")
            #expect(Self.ids(query.text).first == "one.4")
            let both = try await client.ask("/api/v1/events?seconds=0&after=one.1", headers: ["Last-Event-ID: one.3"])
            #expect(Self.ids(both.text).first == "one.4", "the header wins")
        }
    }

    @Test(arguments: ["two.2", "one.99", "nonsense", ""])
    func `who has seen what isn't known here is told to begin anew`(id: String) async throws {
        try await withServer(RunJournal(feed: Self.feed())) { client in
            let answer = try await client.ask("/api/v1/events?seconds=0&after=\(id)")
            #expect(answer.text.hasPrefix("retry: 1000\n\nid: one."))
            #expect(Self.names(answer.text).first == "reset")
            #expect(!answer.text.contains("data: [4]"))
        }
    }

    @Test(arguments: ["-1", "86401", "x", "1.5", "99999999999999999999"])
    func `a time that there can't be is refused`(seconds: String) async throws {
        try await withServer(RunJournal(feed: Self.feed())) { client in
            let answer = try await client.ask("/api/v1/events?seconds=\(seconds)")
            #expect(answer.status == 400)
            #expect(answer.text.contains("seconds: expected 0 to 86400, got \\\"\(seconds)\\\""))
        }
    }

    @Test func `events come as they happen, and a sign of life where none do`() async throws {
        let journal = RunJournal(feed: Self.feed())
        try await withServer(journal, terms: StreamTerms(heartbeat: .milliseconds(200))) { client in
            let socket = try client.connect()
            try socket.send("GET /api/v1/events?after=one.4 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try await socket.receive(until: ": still here\n\n")
            journal.observe(.step(Samples.step(0, loss: 0.125)))
            let text = try await socket.receive(until: "\"mean\":0.125")
            #expect(Self.names(text).contains("steps"))
        }
    }

    @Test func `a client that takes nothing is cut off, and makes nobody else wait`() async throws {
        let journal = RunJournal(feed: LiveFeed(process: "one", ring: EventRing(byteCapacity: 64 << 20)))
        let terms = StreamTerms(heartbeat: .milliseconds(100), patience: .milliseconds(400))
        let (lines, log) = AsyncStream.makeStream(of: String.self)
        try await withServer(journal, terms: terms, log: log) { client in
            let slow = try client.connect()
            try slow.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try await slow.receive(until: "retry: 1000")
            let large = String(repeating: "x", count: 1 << 20)
            journal.feed.publish((0..<32).map { LiveEvent(.steps, data: "\"\($0)\(large)\"") })
            let newest = journal.feed.newest.number
            let quick = try await client.ask("/api/v1/events?seconds=0&after=one.\(newest - 1)")
            #expect(quick.text.contains("id: one.\(newest)\n"))
            for await line in lines where line.contains("too slow") { break }
            var byteCount = 0
            while let more = try? await slow.receive(), !more.isEmpty { byteCount += more.count }
            #expect(byteCount < 32 << 20, "it has got only what was on its way")
        }
    }

    @Test func `more clients than there are seats for are told to come later`() async throws {
        let journal = RunJournal(feed: Self.feed())
        try await withServer(journal) { client in
            let seats = (0..<LiveFeed.mostClients).compactMap { _ in journal.feed.sit() }
            #expect(seats.count == LiveFeed.mostClients)
            let answer = try await client.ask("/api/v1/events?seconds=0")
            #expect(answer.status == 503)
            #expect(answer.headers["retry-after"] == "5")
            journal.feed.leave(seats[0])
            #expect(try await client.ask("/api/v1/events?seconds=0").status == 200)
        }
    }

    @Test func `the end of the server ends the streams`() async throws {
        let journal = RunJournal(feed: Self.feed())
        try await withServer(journal) { client in
            let socket = try client.connect()
            try socket.send("GET /api/v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
            _ = try await socket.receive(until: "retry: 1000")
        }
        #expect(journal.feed.clientCount == 0)
    }

    @Test func `who comes when the feed is closed looks once, and is let go`() async throws {
        let feed = Self.feed()
        feed.close()
        let seat = try #require(feed.sit())
        var rings = 0
        for await _ in seat.bell { rings += 1 }
        #expect(rings == 1)
        #expect(feed.clientCount == 0)
    }
}
