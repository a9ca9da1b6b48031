internal import CapnProto
internal import NIOCore

/// Holds the assembler of frames against itself and against the bytes.
struct FrameCheck {
    /// Bytes of the largest frame.
    let limitBytes: Int
    private static let limits = TransportLimits()
    /// A table of as many segments as there may be.
    private static let mostTableBytes = (limits.maximumSegments / 2 + 1) * 8

    static func limitBytes(_ choice: UInt16) -> Int { Int(choice) + 1 }

    /// What came of some bytes.
    struct Outcome: Equatable {
        var frames: [[[UInt8]]] = []
        /// Bytes of those frames, tables included.
        var byteCount = 0
        var pending = 0
        var error: WireError?
    }

    /// However they are cut, the same bytes are the same frames, which are the bytes, or the same error.
    func hold(_ bytes: [UInt8], cut cuts: Cuts) {
        let whole = assemble([bytes[...]], byteCount: bytes.count)
        let cut = assemble(cuts.pieces(of: bytes), byteCount: bytes.count)
        require(whole == cut, "cut, \(cut) instead of \(whole)")
        require(whole.error != nil || whole.byteCount + whole.pending == bytes.count, "bytes are lost: \(whole)")
        var position = 0
        for frame in whole.frames {
            let tableBytes = (frame.count / 2 + 1) * 8
            let body = frame.flatMap { $0 }
            let place = position + tableBytes..<position + tableBytes + body.count
            require(bytes[place].elementsEqual(body), "a frame isn't what came at \(place)")
            position = place.upperBound
        }
        require(position == whole.byteCount, "frames say \(whole.byteCount) bytes and are \(position)")
        let isTooMuch = announcesTooMuch(bytes[position...])
        require((whole.error != nil) == isTooMuch, "announced \(isTooMuch ? "too much" : "little"): \(whole)")
    }

    /// Whether bytes begin with a table, or a part of one, that no frame within the limits has.
    private func announcesTooMuch(_ bytes: ArraySlice<UInt8>) -> Bool {
        let words = stride(from: bytes.startIndex, through: bytes.endIndex - 4, by: 4).map { start in
            (0..<4).reduce(0) { $0 | Int(bytes[start + $1]) << (8 * $1) }
        }
        guard let last = words.first else { return false }
        guard last < Self.limits.maximumSegments else { return true }
        // Its last word fills the table up to eight bytes, and comes before it is looked at.
        guard words.count >= ((last + 1) / 2 + 1) * 2 else { return false }
        return words[1...last + 1].reduce(0) { $0 + $1 * 8 } > limitBytes
    }

    func assemble(_ pieces: [ArraySlice<UInt8>], byteCount: Int) -> Outcome {
        var assembler = FrameAssembler(limits: Self.limits)
        var outcome = Outcome()
        for piece in pieces {
            var buffer = ByteBuffer(bytes: piece)
            do throws(WireError) {
                while let frame = try assembler.next(from: &buffer, upTo: limitBytes) {
                    require(outcome.error == nil, "a frame came behind an error")
                    take(frame, into: &outcome)
                }
                require(outcome.error == nil, "an error is forgotten")
                require(buffer.readableBytes == 0, "\(buffer.readableBytes) bytes are left")
            } catch {
                require(outcome.error == nil || outcome.error == error, "another error behind \(error)")
                outcome.error = error
            }
            require(assembler.pendingByteCount <= Self.mostTableBytes + limitBytes, "more is kept than a frame has")
        }
        outcome.pending = assembler.pendingByteCount
        return outcome
    }

    private func take(_ frame: IncomingFrame, into outcome: inout Outcome) {
        let segments = unsafe frame.segments.map { unsafe Array($0) }
        require(segments.reduce(0) { $0 + $1.count } <= limitBytes, "a frame is larger than the limit")
        outcome.frames.append(segments)
        outcome.byteCount += frame.byteCount
        _ = try? frame.message().root.totalSize
    }
}
