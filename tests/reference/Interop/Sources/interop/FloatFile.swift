internal import Foundation

/// Bare float32 values, little-endian, that both sides read and write.
enum FloatFile {
    static func write(_ values: [Float], to path: String) throws {
        let bytes = values.flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * $0)) } }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    static func read(_ path: String) throws -> [Float] {
        let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard bytes.count % 4 == 0 else {
            throw InteropError("\(path): expected float32 values, got \(bytes.count) bytes")
        }
        return stride(from: 0, to: bytes.count, by: 4).map { start in
            Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
        }
    }
}
