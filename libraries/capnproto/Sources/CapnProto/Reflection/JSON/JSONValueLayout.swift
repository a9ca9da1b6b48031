/// The struct `Value` of json.capnp, which holds any JSON: it stands for what it holds.
struct JSONValueLayout {
    /// Its number in json.capnp.
    static let structure: UInt64 = 0xa3fa_7845_f919_dd83
    /// The size of its sections, and of those of `Value.Field`.
    static let size = StructSize(dataWordCount: 2, pointerCount: 1)
    static let fieldSize = StructSize(dataWordCount: 0, pointerCount: 2)

    /// What it holds, by the numbers of the union's members.
    enum Kind: UInt16 {
        case null
        case boolean
        case number
        case string
        case array
        case object
        case call
    }

    let raw: StructReader

    init(_ raw: StructReader) { self.raw = raw }

    var kind: Kind? { Kind(rawValue: raw.read(UInt16.self, at: 0)) }
    var boolean: Bool { raw.readBool(atBit: 16) }
    var number: Double { raw.read(Double.self, at: 8) }
    var pointer: PointerReader { raw.pointer(at: 0) }
}

extension JSONPrinter {
    /// Prints what a `Value` holds.
    mutating func printValue(_ value: JSONValueLayout, at position: Position) throws(WireError) -> Bool {
        switch value.kind {
        case .null: print { $0 += "null".utf8 }
        case .boolean: print { $0 += (value.boolean ? "true" : "false").utf8 }
        case .number: print { FloatText.append(value.number, to: &$0) }
        case .string:
            let text = try value.pointer.text()
            print { JSONText.append(text.utf8, to: &$0) }
        case .array: return try printValues(value.pointer.rawList(), "[", "]", at: position)
        case .object: return try printFields(value.pointer.rawList(), at: position)
        case .call:
            let call = try value.pointer.rawStructure()
            let function = try call.text(at: 0)
            print { $0 += function.utf8 }
            return try printValues(
                call.pointer(at: 1).rawList(), "(", ")",
                at: Position(indentation: position.indentation, hasPrefix: true))
        case nil: throw .notInJSON(type: "json.Value with a member that json.capnp doesn't know")
        }
        return false
    }

    private mutating func printValues(
        _ list: RawListReader, _ opening: Character, _ closing: Character, at position: Position
    ) throws(WireError) -> Bool {
        try list.place.require(.composite)
        let inner = position.inner(count: list.count, hasPrefix: false)
        return try printItems(opening, closing, count: list.count, at: position) {
            (printer, index) throws(WireError) in
            try printer.printValue(JSONValueLayout(list.structure(at: index)), at: inner)
        }
    }

    private mutating func printFields(_ list: RawListReader, at position: Position) throws(WireError) -> Bool {
        try list.place.require(.composite)
        let inner = position.inner(count: list.count, hasPrefix: true)
        return try printItems("{", "}", count: list.count, at: position) { (printer, index) throws(WireError) in
            let field = list.structure(at: index)
            printer.printName(try field.text(at: 0))
            return try printer.printValue(JSONValueLayout(field.pointer(at: 1).rawStructure()), at: inner)
        }
    }
}
