internal import Admission
internal import NIOCore

/// Holds records against who seals them: only what was sealed comes out, in its order.
enum RecordCheck {
    /// Bytes around a payload.
    private static let aroundByteCount = RecordSeal.headByteCount + RecordSeal.codeByteCount

    /// Codes take time; more records are no other case.
    private static let mostRecords = 24

    /// What came of some bytes.
    private struct Outcome: Equatable {
        var payloads: [[UInt8]] = []
        var error: AdmissionError?
    }

    /// Bytes of somebody without the keys, or with records that were heard: sealing what comes out makes them again.
    static func holdForged(_ bytes: [UInt8], cut cuts: Cuts) {
        let outcome = same(bytes, cuts)
        let sealed = seal(outcome.payloads.map { $0[...] }).flatMap { $0 }
        require(bytes.starts(with: sealed), "a record comes out that nobody sealed")
        requireNothingWhole(in: bytes.dropFirst(sealed.count), outcome)
    }

    /// Somebody with the keys sends any bytes, and one bit is changed on the way; `choice` says which, none where 0.
    ///
    /// All records in front of the change come out, and none behind; those bytes are frames as if they had come bare.
    static func holdChanged(_ bytes: [UInt8], cut cuts: Cuts, choice: UInt16) {
        let payloads = cuts.pieces(of: bytes).filter { !$0.isEmpty }.prefix(mostRecords)
        let records = seal(Array(payloads))
        var sent = records.flatMap { $0 }
        var wholeCount = records.count
        if choice > 0, !sent.isEmpty {
            let place = Int(choice) % sent.count
            sent[place] ^= 1 << (choice & 7)
            var end = 0
            wholeCount =
                records.prefix { record in
                    end += record.count
                    return end <= place
                }.count
        }
        let outcome = same(sent, cuts)
        require(outcome.payloads == payloads.prefix(wholeCount).map(Array.init), "other records came out")
        require(wholeCount < records.count || outcome.error == nil, "what wasn't changed is an error")
        let check = FrameCheck(limitBytes: FrameCheck.limitBytes(.max))
        let plain = payloads.prefix(wholeCount).flatMap { $0 }
        require(
            check.assemble(outcome.payloads.map { $0[...] }, byteCount: plain.count)
                == check.assemble([plain[...]], byteCount: plain.count), "other frames came out of records")
    }

    /// What an honest sender makes of each payload.
    static func seal(_ payloads: [ArraySlice<UInt8>]) -> [[UInt8]] {
        let stream = SealedStream(Honest.handshake.outer)
        return payloads.map { payload in
            stream.seal(ByteBuffer(bytes: payload)).flatMap { Array($0.readableBytesView) }
        }
    }

    /// However they are cut, the same bytes are the same records, or the same error.
    private static func same(_ bytes: [UInt8], _ cuts: Cuts) -> Outcome {
        let whole = open([bytes[...]])
        let cut = open(cuts.pieces(of: bytes))
        require(whole == cut, "cut, \(cut) instead of \(whole)")
        return whole
    }

    private static func open(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
        let stream = SealedStream(Honest.handshake.inner)
        var outcome = Outcome()
        for piece in pieces where outcome.error == nil {
            do throws(AdmissionError) {
                try stream.open(ByteBuffer(bytes: piece)) { outcome.payloads.append(Array($0.readableBytesView)) }
            } catch {
                outcome.error = error
            }
        }
        return outcome
    }

    /// What is kept is less than a record.
    private static func requireNothingWhole(in rest: ArraySlice<UInt8>, _ outcome: Outcome) {
        guard outcome.error == nil, rest.count >= RecordSeal.headByteCount else { return }
        let announced = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        require((1...RecordSeal.mostBytes).contains(announced), "a record of \(announced) bytes is waited for")
        require(rest.count < announced + aroundByteCount, "a whole record is kept")
    }
}
