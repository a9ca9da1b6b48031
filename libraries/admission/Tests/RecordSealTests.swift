import Admission
import Digests
import Testing

@Suite struct RecordSealTests {
    private static let key = [UInt8](repeating: 7, count: 32)

    @Test func `a code is a GMAC of length and payload under the number`() throws {
        var seal = RecordSeal(key: Self.key)
        let payload: [UInt8] = [9, 8, 7]
        let bytes = payload.span.bytes
        _ = seal.code(of: bytes)
        let code = seal.code(of: bytes)
        var authentication = GMAC(key: Self.key)
        let expected = authentication.code(of: [3, 0, 0, 0], bytes, nonce: [1] + [UInt8](repeating: 0, count: 11))
        #expect(code == expected)
        #expect(RecordSeal.head(byteCount: 3) == [3, 0, 0, 0])
    }

    @Test func `records in their order are believed; changed, repeated, left out or swapped ones aren't`() throws {
        let payloads: [[UInt8]] = [[1], [2, 3], [4, 5, 6]]
        var sealing = RecordSeal(key: Self.key)
        var codes: [[UInt8]] = []
        for payload in payloads {
            let bytes = payload.span.bytes
            codes.append(sealing.code(of: bytes))
        }

        var checking = RecordSeal(key: Self.key)
        for (payload, code) in zip(payloads, codes) { #expect(Self.error(&checking, payload, code) == nil) }

        var repeated = RecordSeal(key: Self.key)
        #expect(Self.error(&repeated, payloads[0], codes[0]) == nil)
        #expect(Self.error(&repeated, payloads[0], codes[0]) == .forgedRecord(number: 1))
        var skipping = RecordSeal(key: Self.key)
        #expect(Self.error(&skipping, payloads[1], codes[1]) == .forgedRecord(number: 0))
        var changed = RecordSeal(key: Self.key)
        #expect(Self.error(&changed, [0], codes[0]) == .forgedRecord(number: 0))
        var other = RecordSeal(key: [UInt8](repeating: 8, count: 32))
        #expect(Self.error(&other, payloads[0], codes[0]) == .forgedRecord(number: 0))
        var cut = RecordSeal(key: Self.key)
        #expect(Self.error(&cut, payloads[0], Array(codes[0].dropLast())) == .forgedRecord(number: 0))
    }

    private static func error(
        _ seal: inout RecordSeal, _ payload: [UInt8], _ code: [UInt8]
    ) -> AdmissionError? {
        let bytes = payload.span.bytes
        do {
            try seal.check(bytes, against: code)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [0, UInt32(RecordSeal.mostBytes) + 1, .max])
    func `a length that there can't be is refused`(length: UInt32) {
        #expect(throws: AdmissionError.badRecord(byteCount: length)) { try RecordSeal.byteCount(in: length) }
    }
}
