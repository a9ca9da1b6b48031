/// The Unicode scalars of a file of text.
enum UTF8Scalars {
    /// All scalars of a file, without a byte order mark in front.
    ///
    /// Throws `.text`, with the place, where the file is no UTF-8.
    static func scalars(of file: StoredFile) throws(DatasetError) -> [UInt32] {
        let bytes = file.bytes
        var scalars: [UInt32] = []
        scalars.reserveCapacity(bytes.count)
        var index = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        while index < bytes.count {
            if bytes[index] < 0x80 {
                scalars.append(UInt32(bytes[index]))
                index += 1
            } else if let (scalar, length) = scalar(at: index, of: bytes) {
                scalars.append(scalar)
                index += length
            } else {
                throw .text(file.path, TextPosition(of: index, in: bytes), .notUTF8)
            }
        }
        return scalars
    }

    /// The scalar of several bytes that begins at `index`; nil where none does (Unicode 16, table 3-7).
    private static func scalar(at index: Int, of bytes: [UInt8]) -> (scalar: UInt32, length: Int)? {
        let first = bytes[index]
        let (length, least): (Int, UInt32)
        switch first {
        case 0xc2...0xdf: (length, least) = (2, 0x80)
        case 0xe0...0xef: (length, least) = (3, 0x800)
        case 0xf0...0xf4: (length, least) = (4, 0x10000)
        default: return nil
        }
        guard index + length <= bytes.count else { return nil }
        var value = UInt32(first) & (0x7f >> UInt32(length))
        for byte in bytes[index + 1..<index + length] {
            guard byte & 0xc0 == 0x80 else { return nil }
            value = value << 6 | UInt32(byte & 0x3f)
        }
        guard value >= least, Unicode.Scalar(value) != nil else { return nil }
        return (value, length)
    }
}
