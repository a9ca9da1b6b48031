/// The packed encoding of whole words: each is a tag byte, whose bits say which of the word's bytes aren't zero, and
/// those bytes.
///
/// A tag of 0 is followed by the count of further zero words, a tag of 255 by the count of further words that are
/// written as they are (https://capnproto.org/encoding.html#packing).
enum PackedWords {
    /// Most bytes that so many words pack to: each may have a tag, eight bytes and a count.
    static func largestByteCount(wordCount: Int) -> Int { wordCount * 10 }

    /// Most bytes that so many packed bytes unpack to: two of them can be 256 zero words.
    static func largestUnpackedByteCount(of byteCount: Int) -> Int {
        let (product, overflow) = byteCount.multipliedReportingOverflow(by: 1024)
        return overflow ? .max : product
    }

    /// Packs whole words, in any alignment, to the bytes from `target` on and returns how many those are.
    ///
    /// The caller promises room for `largestByteCount`. Runs end where the words end.
    static func pack(_ source: UnsafeRawBufferPointer, to target: UnsafeMutablePointer<UInt8>) -> Int {
        guard let start = source.baseAddress else { return 0 }
        var input = unsafe start
        let end = unsafe start + source.count
        var output = unsafe target
        // Inside both: a word is taken while there is one, and takes at most 10 bytes.
        while unsafe input < end {
            let word = unsafe littleEndianWord(at: input)
            unsafe input += 8
            let tagLocation = unsafe output
            let (tag, next) = unsafe putNonZeroBytes(of: word, at: output + 1)
            unsafe tagLocation.pointee = tag
            unsafe output = next
            if tag == 0 {
                var limit = unsafe min(end, input + 255 * 8)
                let run = unsafe input
                while unsafe input < limit, unsafe littleEndianWord(at: input) == 0 { unsafe input += 8 }
                unsafe limit = input
                unsafe output.pointee = UInt8(truncatingIfNeeded: (limit - run) / 8)
                unsafe output += 1
            } else if tag == 0xFF {
                let limit = unsafe min(end, input + 255 * 8)
                let run = unsafe input
                // A word with two zeros or more is worth a tag of its own.
                while unsafe input < limit, unsafe zeroByteCount(of: littleEndianWord(at: input)) < 2 {
                    unsafe input += 8
                }
                let byteCount = unsafe input - run
                unsafe output.pointee = UInt8(truncatingIfNeeded: byteCount / 8)
                unsafe UnsafeMutableRawPointer(output + 1).copyMemory(from: run, byteCount: byteCount)
                unsafe output += 1 + byteCount
            }
        }
        return unsafe output - target
    }

    @inline(__always)
    private static func littleEndianWord(at location: UnsafeRawPointer) -> UInt64 {
        // The caller has checked that there are 8 bytes.
        UInt64(littleEndian: unsafe location.loadUnaligned(as: UInt64.self))
    }

    /// Writes the bytes that aren't zero, and up to one more, which counts for nothing.
    @inline(__always)
    private static func putNonZeroBytes(
        of word: UInt64, at start: UnsafeMutablePointer<UInt8>
    ) -> (tag: UInt8, next: UnsafeMutablePointer<UInt8>) {
        var tag: UInt8 = 0
        var next = unsafe start
        for index in 0..<8 {
            let byte = UInt8(truncatingIfNeeded: word &>> UInt64(8 &* index))
            unsafe next.pointee = byte
            let bit: UInt8 = byte == 0 ? 0 : 1
            tag |= bit &<< UInt8(index)
            unsafe next += Int(bit)
        }
        return unsafe (tag, next)
    }

    @inline(__always)
    private static func zeroByteCount(of word: UInt64) -> Int {
        // The upper bit of each byte: whether it or one of its lower bits is set.
        let low: UInt64 = 0x7F7F_7F7F_7F7F_7F7F
        let isNonZero = (((word & low) &+ low) | word) & ~low
        return 8 &- isNonZero.nonzeroBitCount
    }
}
