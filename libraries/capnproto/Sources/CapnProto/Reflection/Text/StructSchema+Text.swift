extension StructSchema {
    /// The text form of a struct: what `capnp decode` prints, and `capnp encode` reads.
    ///
    /// On one line, or, where `pretty`, on as many as the tool takes. Bytes of texts that aren't UTF-8 are escaped. Throws
    /// what reading the message would, and `.missingSchema` and `.malformedSchema`.
    ///
    /// With `longestData`, data of more bytes is only counted, `<1048576 bytes>`, for people to read: nothing reads it back.
    public func textForm(
        of structure: StructReader, pretty: Bool = false, longestData: Int? = nil
    ) throws(WireError) -> String {
        var printer = TextPrinter(isPretty: pretty, longestData: longestData)
        try printer.print(structure, as: self)
        return EscapedText.string(printer.output)
    }

    /// The text form of a struct, with the bytes of texts as they are, UTF-8 or not: what the tool prints, byte for byte.
    public func textFormBytes(of structure: StructReader, pretty: Bool = false) throws(WireError) -> [UInt8] {
        var printer = TextPrinter(isPretty: pretty)
        try printer.print(structure, as: self)
        return printer.output
    }
}

extension StructSchema {
    /// Fills a struct from its text form: what `capnp encode` reads.
    ///
    /// Fields that the text doesn't name keep what they have. Throws `.unexpected` with the place, what was expected and
    /// what came, `.tooDeep` where lists and records are nested deeper than `nestingLevels`, and `.message` for what the
    /// format can't hold; then the struct is partly filled.
    public func fill(
        _ structure: StructBuilder, fromTextForm text: String, nestingLevels: Int = 128
    ) throws(FormError) {
        var parser = TextParser(text, nestingLevels: nestingLevels)
        let value = try parser.parse()
        try TextFiller(scanner: parser.scanner).fill(structure, from: value, as: self)
    }
}
