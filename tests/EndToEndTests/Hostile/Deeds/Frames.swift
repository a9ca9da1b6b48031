import CapnProto

import enum Schemas.Message

/// Bytes of frames, as they stand on the wire or as they shouldn't.
enum Frames {
    /// Four bytes, the lowest first.
    static func word(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    /// The table in front of segments of so many words.
    static func table(_ wordCounts: [UInt32]) -> [UInt8] {
        let words = [UInt32(wordCounts.count - 1)] + wordCounts
        return (words + (words.count.isMultiple(of: 2) ? [] : [0])).flatMap(word)
    }

    /// A pointer to a structure of one word, so many words behind it.
    static func structure(offset: Int32) -> [UInt8] { word(UInt32(bitPattern: offset << 2)) + word(1) }

    /// A message that says that it is one thing, and is another.
    static func contradiction() throws -> OutgoingMessage {
        let builder = MessageBuilder()
        let message = try builder.initRoot(as: Message.self)
        message.type = .run
        _ = try message.payload.initHeartbeat()
        return builder.finish()
    }

    /// A sign of life, as any service takes it at any time.
    static let heartbeat: [UInt8] = {
        let builder = MessageBuilder()
        let message = try? builder.initRoot(as: Message.self)
        message?.type = .heartbeat
        _ = try? message?.payload.initHeartbeat()
        let finished = builder.finish()
        return finished.segmentTable + finished.segments.flatMap { Array($0.bytes) }
    }()
}
