import DashboardClient
import Testing

@Suite struct EventParserTests {
    private static let stream = """
        retry: 1000

        id: p.1
        event: run
        data: {"state":"training"}

        : still here

        event: notes
        data: [
        data: ]

        data:without a name\r
        \r
        event: nothing

        id: p.2
        event: reset
        data: {}


        """
    private static let events = [
        ServerSentEvent(name: "run", data: "{\"state\":\"training\"}"), ServerSentEvent(name: "notes", data: "[\n]"),
        ServerSentEvent(name: "message", data: "without a name"), ServerSentEvent(name: "reset", data: "{}"),
    ]

    @Test(arguments: [1, 2, 3, 7, 1000]) func `events are the same however the stream is cut`(length: Int) throws {
        var parser = EventParser()
        var events: [ServerSentEvent] = []
        var rest = Array(Self.stream.utf8)[...]
        while !rest.isEmpty {
            events += try parser.take(rest.prefix(length))
            rest = rest.dropFirst(length)
        }
        #expect(events == Self.events)
    }

    @Test func `a line that ends in CR LF is one line, and no end of the event`() throws {
        var parser = EventParser()
        let events = try parser.take(Array("event: run\r\ndata: {\r\ndata: }\r\n\r\n".utf8))
        #expect(events == [ServerSentEvent(name: "run", data: "{\n}")])
    }

    @Test func `an event without an end is refused before it fills the memory`() throws {
        var parser = EventParser()
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
        for _ in 0..<8 { #expect(try parser.take(bytes) == []) }
        #expect(throws: DashboardError.tooLarge(what: "an event", limitBytes: EventParser.limit)) {
            try parser.take([UInt8(ascii: "x")])
        }
    }

    @Test func `comments without number are no event`() throws {
        var parser = EventParser()
        let comment = Array(": still here\n".utf8)
        for _ in 0..<1_000_000 { #expect(try parser.take(comment) == []) }
    }

    @Test func `bytes that are no text trap nowhere`() throws {
        var parser = EventParser()
        let events = try parser.take([0xff, 0x3a, 0x0a] + Array("data: ".utf8) + [0xfe, 0x0a, 0x0d, 0x0a, 0x0a])
        #expect(events == [ServerSentEvent(name: "message", data: "\u{fffd}")])
    }
}
