extension StructSchema {
    /// A struct as JSON, as `capnp convert binary:json` writes it.
    ///
    /// On one line without spaces, or, where `pretty`, as the tool lays it out. The annotations of json.capnp count. Throws
    /// what reading the message would, `.notInJSON` for capabilities and pointers to anything, `.invalidText` for texts
    /// that aren't UTF-8, `.missingSchema` and `.malformedSchema`.
    public func jsonForm(of structure: StructReader, pretty: Bool = false) throws(WireError) -> String {
        var printer = JSONPrinter(isPretty: pretty)
        try printer.print(structure, as: self)
        return String(decoding: printer.output, as: UTF8.self)
    }

    /// Fills a struct from JSON, as `capnp convert json:binary` reads it.
    ///
    /// Names that the schema doesn't know are ignored; fields that aren't named keep what they have. Throws `.unexpected`
    /// with the place, what was expected and what came, `.tooDeep` where arrays and objects are nested deeper than
    /// `nestingLevels`, and `.message` for what the format can't hold; then the struct is partly filled.
    public func fill(_ structure: StructBuilder, fromJSON text: String, nestingLevels: Int = 128) throws(FormError) {
        var parser = JSONParser(text, nestingLevels: nestingLevels)
        let value = try parser.parse()
        var filler = JSONFiller(scanner: parser.scanner)
        try filler.fill(structure, from: value, as: self)
    }
}
