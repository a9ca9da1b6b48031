import Foundation
import Inspection
import Testing

/// Whatever a file holds, something is told of it, or an error: nothing traps, and nothing takes memory without end.
@Suite struct HostileFileTests {
    private static func kinds() throws -> [[UInt8]] {
        [
            try Samples.checkpoint(), try Samples.model(), try Samples.message(),
            try Samples.message(isPacked: true), try Samples.certificates(),
        ]
    }

    private static func look(at bytes: [UInt8], type: String? = nil) throws -> String? {
        try Samples.withFile(bytes) { path in
            var outcome: String?
            for isJSON in [false, true] {
                do {
                    let report = try Inspector(type: type, isJSON: isJSON).report(on: path)
                    outcome = isJSON ? try InspectCommand.json(of: report) : InspectionText.of(report)
                } catch let error as InspectionError {
                    #expect(error.description.contains(path))
                    outcome = nil
                }
            }
            return outcome
        }
    }

    @Test func `a file that is cut off anywhere is refused`() throws {
        for bytes in try Self.kinds() {
            for end in 0..<bytes.count where end % 7 == 0 || end > bytes.count - 3 {
                #expect(try Self.look(at: Array(bytes[..<end])) == nil, "\(end) of \(bytes.count) bytes")
            }
        }
    }

    @Test func `a byte with any value anywhere never traps`() throws {
        var refused = 0
        for bytes in try Self.kinds() {
            for place in bytes.indices where place < 400 || place % 5 == 0 {
                var damaged = bytes
                damaged[place] ^= [1, 0x80, 0xff][place % 3]
                if try Self.look(at: damaged) == nil { refused += 1 }
            }
        }
        #expect(refused > 100)
    }

    @Test func `a checkpoint in which any bit has flipped is refused, or is told to be damaged`() throws {
        let bytes = try Samples.checkpoint()
        for place in bytes.indices {
            var damaged = bytes
            damaged[place] ^= 1
            try Samples.withFile(damaged) { path in
                let report = try? Inspector().report(on: path)
                #expect(report == nil || report?.problem != nil, "byte \(place)")
            }
        }
    }

    @Test(
        arguments: [
            [], [0], [UInt8](repeating: 0, count: 8), [UInt8](repeating: 0, count: 4096),
            [UInt8](repeating: 0xff, count: 4096), Array("{}".utf8), Array("hello, world\n".utf8),
            // A header of nearly 100 MB in a small file; a message of 32 GiB; segments without end.
            [0, 0xe1, 0xf5, 0x05, 0, 0, 0, 0, 0x7b, 0x7d], [0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
            [0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0], Array("pangea-history 1\n".utf8),
        ] as [[UInt8]])
    func `what is none of the kinds is refused`(bytes: [UInt8]) throws {
        #expect(try Self.look(at: bytes) == nil)
    }

    @Test func `a few packed bytes that stand for very many are refused in time`() throws {
        // Messages of one segment of 64 MiB of zeros: the table, then runs of 256 zero words.
        let one: [UInt8] = [0x40, 0x80] + [[UInt8]](repeating: [0, 0xff], count: 32_768).joined()
        let bytes = [[UInt8]](repeating: one, count: 100).flatMap(\.self)
        #expect(try Self.look(at: bytes, type: "Lease") == nil)
    }

    @Test func `a giant sparse file is refused without being read`() throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "giant-\(UUID().uuidString)").path
        #expect(FileManager.default.createFile(atPath: path, contents: nil))
        defer { try? FileManager.default.removeItem(atPath: path) }
        #expect(truncate(path, 1 << 40) == 0)
        let error = #expect(throws: InspectionError.self) { try Inspector().report(on: path) }
        #expect(error?.description.contains("expected at most") == true)
    }

    @Test(arguments: ["/dev/zero", "/nowhere", "/tmp", "/dev/null"])
    func `what is no file is named, and not waited for`(path: String) {
        let error = #expect(throws: InspectionError.self) { try Inspector().report(on: path) }
        guard case .unreadable? = error else {
            Issue.record("expected it to be unreadable, got \(String(describing: error))")
            return
        }
    }
}
