import CapnProto
import Foundation
import Testing

/// Hostile and edge-case messages with the verdict of libcapnp 0.9.2 on each, against ours.
struct VectorTests {
    @Test(arguments: try Vector.all())
    func `our verdict is the reference library's`(vector: Vector) {
        #expect(vector.ourVerdict(.default) == vector.isAccepted || Vector.differences[vector.name] != nil)
        #expect(vector.ourVerdict(.trusted()) == vector.isAccepted || Vector.trustedDifferences[vector.name] != nil)
    }

    @Test(arguments: try Vector.all())
    func `a message is copied exactly when it can be walked`(vector: Vector) {
        let copied = Result { () throws(WireError) in
            let builder = MessageBuilder()
            try builder.root.set(MessageReader(copying: vector.bytes, limits: vector.limits(.default)).root)
            return builder.finish().serialized()
        }
        guard case .success(let copy) = copied else {
            #expect(!vector.ourVerdict(.default))
            return
        }
        #expect(vector.ourVerdict(.default))
        #expect(throws: Never.self) { try MessageWalk.visit(copy, limits: .trusted()) }
    }

    @Test(arguments: try Vector.all())
    func `no beginning of a message traps`(vector: Vector) {
        for length in 0..<min(vector.bytes.count, 600) {
            _ = try? MessageWalk.visit(Array(vector.bytes[..<length]))
        }
    }

    @Test(arguments: try Vector.all())
    func `no single changed byte of a message traps`(vector: Vector) {
        for index in 0..<min(vector.bytes.count, 200) {
            for value in [UInt8(0), 1, 2, 3, 5, 0x7F, 0x80, 0xFE, 0xFF] {
                var bytes = vector.bytes
                bytes[index] = value
                _ = try? MessageWalk.visit(bytes)
            }
        }
    }
}
