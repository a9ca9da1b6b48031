/// Takes server-sent events out of the bytes of a stream, however those are cut.
///
/// Comments, ids and unknown fields are passed over. An event may have `limit` bytes: a server that never ends a line
/// could fill the memory otherwise.
package struct EventParser: Sendable {
    /// Bytes that one event may have; a dashboard keeps at most 4 MiB of all of them.
    package static let limit = 8 << 20

    private var line: [UInt8] = []
    private var name = ""
    private var data: [String] = []
    /// Bytes of the event under way.
    private var byteCount = 0
    /// Whether the last byte was a carriage return: a line feed behind it is no other line.
    private var isBehindReturn = false

    /// At the beginning of a stream.
    package init() {}

    /// The events that the bytes complete.
    ///
    /// Throws `.tooLarge`.
    package mutating func take(_ bytes: some Sequence<UInt8>) throws(DashboardError) -> [ServerSentEvent] {
        var events: [ServerSentEvent] = []
        for byte in bytes {
            defer { isBehindReturn = byte == UInt8(ascii: "\r") }
            switch byte {
            case UInt8(ascii: "\n") where isBehindReturn: break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
                if let event = endLine() { events.append(event) }
            default:
                byteCount += 1
                guard byteCount <= Self.limit else {
                    throw .tooLarge(what: "an event", limitBytes: Self.limit)
                }
                line.append(byte)
            }
        }
        return events
    }

    /// What the line completes, if it is the empty one behind an event.
    private mutating func endLine() -> ServerSentEvent? {
        defer { line.removeAll(keepingCapacity: true) }
        guard !line.isEmpty else { return endEvent() }
        let parts = line.split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
        var value = parts.count == 2 ? parts[1] : []
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        switch String(decoding: parts[0], as: UTF8.self) {
        case "event": name = String(decoding: value, as: UTF8.self)
        case "data": data.append(String(decoding: value, as: UTF8.self))
        default: byteCount -= line.count
        }
        return nil
    }

    private mutating func endEvent() -> ServerSentEvent? {
        defer { (name, data, byteCount) = ("", [], 0) }
        guard !data.isEmpty else { return nil }
        return ServerSentEvent(name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"))
    }
}
