internal import HTTPTypes
internal import Hummingbird

extension DashboardServer {
    /// What a browser says that comes back to a stream.
    private static let lastEventID = HTTPField.Name("Last-Event-ID")
    /// Seconds after which a stream may be asked to end.
    private static let longestLimit = 86_400

    /// The events behind the one that the client saw last: a browser that comes back says so in a header, a page that
    /// comes from `/api/v1/history` in the query.
    func follow(_ request: Request, in context: DashboardContext) throws -> Response {
        let limit = try limit(in: request)
        guard journal.feed.clientCount < LiveFeed.mostClients else { throw Refusal.tooMany(LiveFeed.mostClients) }
        let said = Self.lastEventID.flatMap { request.headers[$0] } ?? request.uri.queryParameters.get("after")
        // Whoever saw nothing wants what comes; whoever saw something that isn't known here has to begin anew.
        let seen = said.map { EventID($0) } ?? journal.feed.newest
        let stream = EventStream(
            feed: journal.feed, seen: seen, start: journal.feed.behind(seen), terms: terms, limit: limit,
            cutOff: context.cutOff, logger: logger)
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store"],
            body: ResponseBody { [feed = journal.feed] writer in
                guard let seat = feed.sit() else { return try await writer.finish(nil) }
                defer { feed.leave(seat) }
                try await stream.write(to: &writer, from: seat)
            })
    }

    private func limit(in request: Request) throws(Refusal) -> Duration? {
        guard let text = request.uri.queryParameters.get("seconds") else { return nil }
        guard let seconds = Int(text), (0...Self.longestLimit).contains(seconds) else {
            throw .query("seconds", expected: "0 to \(Self.longestLimit)", found: text)
        }
        return .seconds(seconds)
    }
}
