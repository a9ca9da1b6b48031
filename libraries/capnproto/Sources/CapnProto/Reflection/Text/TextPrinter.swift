/// Prints values as the reference tool does, byte for byte.
///
/// All reading is charged to the message's limits, and nesting ends where they say: nothing is printed that wasn't visited.
struct TextPrinter {
    /// Longest item, in bytes, that may share a line.
    private static let maximumInlineItem = 24
    /// Most bytes of a record's items that may share a line.
    private static let maximumInlineRecord = 64

    private(set) var output: [UInt8] = []
    private let isPretty: Bool
    /// The most bytes of a data that are printed.
    ///
    /// One with more is only counted. Nil for any.
    private let longestData: Int?

    init(isPretty: Bool, longestData: Int? = nil) {
        self.isPretty = isPretty
        self.longestData = longestData
    }

    /// Prints a struct that stands alone.
    mutating func print(_ structure: StructReader, as schema: StructSchema) throws(WireError) {
        try self.print(structure, as: schema, level: 1, isAlone: true)
    }

    // MARK: Structs

    /// Prints a struct; `level` counts from 1, and `isAlone` says that no field's name stands in front of it.
    private mutating func print(
        _ structure: StructReader, as schema: StructSchema, level: Int, isAlone: Bool
    ) throws(WireError) {
        let (plan, home) = try schema.set.structure(schema.id)
        try print(
            structure, plan, in: StructSchema(id: schema.id, in: home, bindings: schema.bindings), level: level,
            isAlone: isAlone)
    }

    /// Prints a struct or group, whose types are to be understood as in `scope`.
    private mutating func print(
        _ structure: StructReader, _ plan: StructPlan, in scope: StructSchema, level: Int, isAlone: Bool
    ) throws(WireError) {
        output.append(UInt8(ascii: "("))
        var items = PrintedItems(start: output.count)
        for index in fields(of: plan, in: structure) {
            let field = plan.fields[index]
            beginItem(items)
            output += field.name.utf8
            output += " = ".utf8
            switch field.content {
            case .group(let group): try print(structure, group, in: scope, level: level + 1, isAlone: false)
            case .slot(let slot): try print(slot, of: structure, in: scope, level: level + 1)
            }
            items.end(at: output.count)
        }
        layOut(items, level: level, isAlone: isAlone, isRecord: true)
        output.append(UInt8(ascii: ")"))
    }

    /// The fields to print: numbers always, pointers where they lead somewhere, and the union's member that is set, unless
    /// it is the first one and leads nowhere, in the place of its number.
    private func fields(of plan: StructPlan, in structure: StructReader) -> [Int] {
        var member = plan.member(of: structure)
        if let index = member, plan.fields[index].discriminant == 0, !has(plan.fields[index], in: structure) {
            member = nil
        }
        var result: [Int] = []
        for index in plan.plain {
            if let first = member, first < index {
                result.append(first)
                member = nil
            }
            if has(plan.fields[index], in: structure) { result.append(index) }
        }
        if let member { result.append(member) }
        return result
    }

    private func has(_ field: FieldPlan, in structure: StructReader) -> Bool {
        guard case .slot(let slot) = field.content, slot.type.isPointer else { return true }
        return structure.hasPointer(at: slot.offset)
    }

    // MARK: Values

    private mutating func print(
        _ slot: SlotPlan, of structure: StructReader, in scope: StructSchema, level: Int
    ) throws(WireError) {
        let type = BoundType(slot.type, in: scope.set, bindings: scope.bindings)
        if slot.type.isPointer {
            try print(slot.pointer(of: structure, as: type), as: type, level: level, isAlone: false)
        } else {
            try print(bits: slot.bits(of: structure), as: type)
        }
    }

    private mutating func print(
        _ pointer: PointerReader, as type: BoundType, level: Int, isAlone: Bool
    ) throws(WireError) {
        switch type {
        case .text: EscapedText.append(try pointer.textBytes(), isData: false, to: &output)
        case .data:
            let data = try pointer.data()
            if let longestData, data.byteCount > longestData {
                output += "<\(data.byteCount) bytes>".utf8
            } else {
                EscapedText.append(data, isData: true, to: &output)
            }
        case .list(let element): try print(pointer.rawList(), of: element, level: level, isAlone: isAlone)
        case .structure(let schema): try print(pointer.rawStructure(), as: schema, level: level, isAlone: isAlone)
        case .interface:
            let kind = try pointer.kind
            guard kind == .capability || kind == .null else {
                throw .unexpectedPointer(expected: .capability, found: kind)
            }
            output += "<external capability>".utf8
        case .anyPointer:
            // Followed, though not into what it leads to.
            guard try pointer.kind != .other else { throw .unexpectedPointer(expected: .capability, found: .other) }
            output += "<opaque pointer>".utf8
        case .void, .bool, .number, .enumeration: break
        }
    }

    private mutating func print(bits: UInt64, as type: BoundType) throws(WireError) {
        switch type {
        case .void: output += "void".utf8
        case .bool: output += (bits != 0 ? "true" : "false").utf8
        case .number(let number): print(number.value(of: bits))
        case .enumeration(let id, let set):
            let enumerants = try set.enumeration(id).enumerants
            let isKnown = bits < enumerants.count
            output += (isKnown ? enumerants[Int(bits)].name : "(\(bits))").utf8
        default: break
        }
    }

    private mutating func print(_ number: NumberValue) {
        switch number {
        case .integer(let value): output += String(value).utf8
        case .unsigned(let value): output += String(value).utf8
        case .single(let value): FloatText.append(value, to: &output)
        case .double(let value): FloatText.append(value, to: &output)
        }
    }

    private mutating func print(
        _ list: RawListReader, of element: BoundType, level: Int, isAlone: Bool
    ) throws(WireError) {
        try list.place.require(element.elementSize)
        output.append(UInt8(ascii: "["))
        var items = PrintedItems(start: output.count)
        for index in 0..<list.count {
            beginItem(items)
            switch element.elementSize {
            case .composite:
                guard case .structure(let schema) = element else { break }
                try print(list.structure(at: index), as: schema, level: level + 1, isAlone: true)
            case .pointer: try print(list.pointer(at: index), as: element, level: level + 1, isAlone: true)
            default: try print(bits: list.bits(at: index, of: element), as: element)
            }
            items.end(at: output.count)
        }
        layOut(items, level: level, isAlone: isAlone, isRecord: false)
        output.append(UInt8(ascii: "]"))
    }

    // MARK: Layout

    /// On one line, what stands between items is known before they are printed.
    private mutating func beginItem(_ items: PrintedItems) {
        if !isPretty, items.count > 0 { output += ", ".utf8 }
    }

    /// Puts the items of a record or list on one line or each on its own.
    private mutating func layOut(_ items: PrintedItems, level: Int, isAlone: Bool, isRecord: Bool) {
        guard isPretty, items.count > 0 else { return }
        if isInline(items, isRecord: isRecord) {
            return items.delimit(&output, prefix: [], delimiter: Array(", ".utf8), suffix: [])
        }
        let line = [UInt8(ascii: "\n")] + [UInt8](repeating: UInt8(ascii: " "), count: level * 2)
        items.delimit(
            &output, prefix: isAlone ? [UInt8(ascii: " ")] : line, delimiter: [UInt8(ascii: ",")] + line,
            suffix: [UInt8(ascii: " ")])
    }

    private func isInline(_ items: PrintedItems, isRecord: Bool) -> Bool {
        var total = 0
        for range in items.ranges {
            total += range.count
            guard range.count <= Self.maximumInlineItem, !isRecord || total <= Self.maximumInlineRecord,
                !output[range].contains(UInt8(ascii: "\n"))
            else { return false }
        }
        return true
    }
}
