import CapnProto
import Transport

/// Messages whose root is nothing but bytes.
enum Parcel {
    static func message(_ bytes: [UInt8]) throws -> OutgoingMessage {
        let builder = MessageBuilder(firstSegmentWordCount: 16)
        try builder.root.setData(bytes)
        return builder.finish()
    }

    static func frame(_ bytes: [UInt8]) throws -> OutgoingFrame {
        OutgoingFrame(try message(bytes))
    }

    /// Bytes that differ from their neighbours, and with the seed.
    static func bytes(count: Int, seed: Int = 0) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8 &+ seed) }
    }

    static func contents(of frame: IncomingFrame?) throws -> [UInt8]? {
        try frame?.message(limits: .trusted()).root.data().array()
    }
}
