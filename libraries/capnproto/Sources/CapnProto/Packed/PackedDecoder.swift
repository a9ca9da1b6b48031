/// Unpacks a stream of packed words, portion by portion.
///
/// It never reads or writes outside what it is given, whatever the bytes are.
public struct PackedDecoder: Sendable {
    /// Zero words that a run still owes.
    private var zeroWordCount = 0
    /// Words that a run still has as they are.
    private var literalWordCount = 0

    /// Starts at the beginning of a stream.
    public init() {}

    /// Whether a run goes on behind what was unpacked so far.
    public var isInsideRun: Bool { zeroWordCount > 0 || literalWordCount > 0 }

    /// Unpacks as many words as `output` has room for and `input` holds all of.
    ///
    /// Returns how many bytes of each are done with. What is left of `input`, at most 9 bytes unless `output` is full, is
    /// the beginning of a word: it goes in front of the next portion, and where there is none the stream is torn.
    public mutating func decode(
        _ input: RawSpan, into output: inout MutableRawSpan
    ) -> (consumed: Int, produced: Int) {
        unsafe input.withUnsafeBytes { source in
            unsafe output.withUnsafeMutableBytes { target in unsafe decode(source, into: target) }
        }
    }

    /// The same between bytes in memory.
    mutating func decode(
        _ source: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer
    ) -> (consumed: Int, produced: Int) {
        guard let inputStart = source.baseAddress, let outputStart = target.baseAddress else {
            return (0, 0)
        }
        var input = unsafe inputStart.assumingMemoryBound(to: UInt8.self)
        let inputEnd = unsafe input + source.count
        var output = unsafe outputStart
        let outputEnd = unsafe output + target.count / 8 * 8
        // Each access below is behind a comparison with what is left.
        while true {
            let room = unsafe (outputEnd - output) / 8
            if zeroWordCount > 0 {
                let count = min(zeroWordCount, room)
                unsafe output.initializeMemory(as: UInt8.self, repeating: 0, count: count * 8)
                unsafe output += count * 8
                zeroWordCount -= count
                if zeroWordCount > 0 { break }
                continue
            }
            let left = unsafe inputEnd - input
            if literalWordCount > 0 {
                let count = min(literalWordCount, room, left / 8)
                unsafe output.copyMemory(from: input, byteCount: count * 8)
                unsafe output += count * 8
                unsafe input += count * 8
                literalWordCount -= count
                if literalWordCount > 0 { break }
                continue
            }
            guard room > 0, left > 0 else { break }
            let tag = unsafe input.pointee
            let groupByteCount = 1 + tag.nonzeroBitCount + (tag == 0 || tag == 0xFF ? 1 : 0)
            guard left >= groupByteCount else { break }
            var next = unsafe input + 1
            var word: UInt64 = 0
            if left >= 10 {
                // Without branches: a byte that isn't there is read, for 8 follow, and left out.
                for index in 0..<8 {
                    let bit = (tag &>> UInt8(index)) & 1
                    word |= UInt64(unsafe next.pointee & (0 &- bit)) &<< UInt64(8 &* index)
                    unsafe next += Int(bit)
                }
            } else {
                for index in 0..<8 where (tag &>> UInt8(index)) & 1 != 0 {
                    word |= UInt64(unsafe next.pointee) &<< UInt64(8 &* index)
                    unsafe next += 1
                }
            }
            unsafe output.storeBytes(of: word.littleEndian, as: UInt64.self)
            unsafe output += 8
            if tag == 0 {
                zeroWordCount = Int(unsafe next.pointee)
            } else if tag == 0xFF {
                literalWordCount = Int(unsafe next.pointee)
            }
            unsafe input += groupByteCount
        }
        return unsafe (UnsafeRawPointer(input) - inputStart, output - outputStart)
    }
}
