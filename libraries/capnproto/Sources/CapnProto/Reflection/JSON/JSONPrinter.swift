/// Prints values as JSON as the reference tool does, byte for byte.
///
/// All reading is charged to the message's limits, and nesting ends where they say: nothing is printed that wasn't visited.
struct JSONPrinter {
    /// Longest item, in bytes, that may share a line.
    private static let maximumInlineItem = 50

    /// Where a value stands.
    struct Position {
        /// How far lines are indented.
        var indentation = 0
        /// Whether a name stands in front of it on its line.
        var hasPrefix = false

        /// Where the items of a list or an object of this place stand.
        func inner(count: Int, hasPrefix: Bool) -> Position {
            Position(indentation: indentation + (count > 1 ? 1 : 0), hasPrefix: hasPrefix)
        }
    }

    /// A field of an object that is to be printed.
    private enum Entry {
        case tag(name: String, value: String)
        case field(name: String, Int, JSONPlan, StructReader, StructSchema)
    }

    private(set) var output: [UInt8] = []
    private let isPretty: Bool
    private var plans = JSONPlans()

    init(isPretty: Bool) { self.isPretty = isPretty }

    /// Prints a struct; returns whether it takes several lines.
    @discardableResult
    mutating func print(
        _ structure: StructReader, as schema: StructSchema, at position: Position = Position()
    ) throws(WireError) -> Bool {
        if schema.id == JSONValueLayout.structure { return try printValue(JSONValueLayout(structure), at: position) }
        let (plan, home) = try schema.set.structure(schema.id)
        let scope = StructSchema(id: schema.id, in: home, bindings: schema.bindings)
        return try print(structure, plans.plan(of: plan, in: home), in: scope, at: position)
    }

    private mutating func print(
        _ structure: StructReader, _ plan: JSONPlan, in scope: StructSchema, at position: Position
    ) throws(WireError) -> Bool {
        var entries: [Entry] = []
        try gather(structure, plan, in: scope, prefix: "", into: &entries)
        let inner = position.inner(count: entries.count, hasPrefix: true)
        return try printItems("{", "}", count: entries.count, at: position) { (printer, index) throws(WireError) in
            switch entries[index] {
            case .tag(let name, let value):
                printer.printName(name)
                JSONText.append(value.utf8, to: &printer.output)
                return false
            case .field(let name, let field, let plan, let structure, let scope):
                printer.printName(name)
                return try printer.print(field, plan, of: structure, in: scope, at: inner)
            }
        }
    }

    /// Collects an object's fields, those of flattened structs among them; the union's last.
    private func gather(
        _ structure: StructReader, _ plan: JSONPlan, in scope: StructSchema, prefix: String, into entries: inout [Entry]
    ) throws(WireError) {
        for index in plan.plan.plain {
            if case .slot(let slot) = plan.plan.fields[index].content, slot.type.isPointer,
                !structure.hasPointer(at: slot.offset)
            {
                continue
            }
            try gather(index, structure, plan, in: scope, prefix: prefix, into: &entries)
        }
        guard let index = plan.plan.member(of: structure) else { return }
        if let name = plan.discriminatorName {
            entries.append(.tag(name: prefix + name, value: plan.members[index].tag))
            if case .slot(let slot) = plan.plan.fields[index].content, case .void = slot.type.shape { return }
        }
        try gather(index, structure, plan, in: scope, prefix: prefix, into: &entries)
    }

    private func gather(
        _ index: Int, _ structure: StructReader, _ plan: JSONPlan, in scope: StructSchema, prefix: String,
        into entries: inout [Entry]
    ) throws(WireError) {
        let member = plan.members[index]
        guard let flattened = member.flattened else {
            return entries.append(.field(name: prefix + member.name, index, plan, structure, scope))
        }
        let prefix = prefix + member.prefix
        guard case .slot(let slot) = plan.plan.fields[index].content else {
            return try gather(structure, flattened, in: scope, prefix: prefix, into: &entries)
        }
        let type = BoundType(slot.type, in: scope.set, bindings: scope.bindings)
        guard case .structure(let schema) = type else { return }
        let inner = try slot.pointer(of: structure, as: type).rawStructure()
        let home = try schema.set.structure(schema.id).home
        let innerScope = StructSchema(id: schema.id, in: home, bindings: schema.bindings)
        try gather(inner, flattened, in: innerScope, prefix: prefix, into: &entries)
    }

    // MARK: Values

    private mutating func print(
        _ index: Int, _ plan: JSONPlan, of structure: StructReader, in scope: StructSchema, at position: Position
    ) throws(WireError) -> Bool {
        let field = plan.plan.fields[index]
        guard case .slot(let slot) = field.content else {
            guard let group = plan.members[index].group else { return false }
            return try print(structure, group, in: scope, at: position)
        }
        let type = BoundType(slot.type, in: scope.set, bindings: scope.bindings)
        guard slot.type.isPointer else {
            try print(bits: slot.bits(of: structure), as: type)
            return false
        }
        return try print(
            slot.pointer(of: structure, as: type), as: type, form: field.annotations.dataForm, at: position)
    }

    private mutating func print(
        _ pointer: PointerReader, as type: BoundType, form: JSONAnnotations.DataForm, at position: Position
    ) throws(WireError) -> Bool {
        switch type {
        // What isn't UTF-8 can't be in JSON.
        case .text: JSONText.append(try pointer.text().utf8, to: &output)
        case .data: return try print(pointer.data().array(), form: form, at: position)
        case .list(let element): return try print(pointer.rawList(), of: element, at: position)
        case .structure(let schema): return try print(pointer.rawStructure(), as: schema, at: position)
        case .interface, .anyPointer: throw .notInJSON(type: type.name)
        case .void, .bool, .number, .enumeration: break
        }
        return false
    }

    private mutating func print(
        _ data: [UInt8], form: JSONAnnotations.DataForm, at position: Position
    ) throws(WireError) -> Bool {
        switch form {
        case .base64: JSONText.append(Base64.encoded(data).utf8, to: &output)
        case .hexadecimal: JSONText.append(Hexadecimal.encoded(data), to: &output)
        case .numbers:
            return try printItems("[", "]", count: data.count, at: position) { (printer, index) throws(WireError) in
                printer.output += String(data[index]).utf8
                return false
            }
        }
        return false
    }

    private mutating func print(bits: UInt64, as type: BoundType) throws(WireError) {
        switch type {
        case .void: output += "null".utf8
        case .bool: output += (bits != 0 ? "true" : "false").utf8
        case .number(let number): print(number.value(of: bits), isWide: number.byteCount == 8)
        case .enumeration(let id, let set):
            let enumerants = try set.enumeration(id).enumerants
            if bits < enumerants.count {
                JSONText.append(enumerants[Int(bits)].nameInJSON.utf8, to: &output)
            } else {
                output += String(bits).utf8
            }
        default: break
        }
    }

    /// Numbers of 64 bits are strings, for many readers take all numbers for floating-point ones.
    private mutating func print(_ number: NumberValue, isWide: Bool) {
        switch number {
        case .integer(let value): output += (isWide ? "\"\(value)\"" : "\(value)").utf8
        case .unsigned(let value): output += (isWide ? "\"\(value)\"" : "\(value)").utf8
        case .single(let value): print(Double(value))
        case .double(let value): print(value)
        }
    }

    private mutating func print(_ value: Double) {
        if value.isNaN {
            output += "\"NaN\"".utf8
        } else if value.isInfinite {
            output += (value < 0 ? "\"-Infinity\"" : "\"Infinity\"").utf8
        } else {
            FloatText.append(value, to: &output)
        }
    }

    private mutating func print(
        _ list: RawListReader, of element: BoundType, at position: Position
    ) throws(WireError) -> Bool {
        try list.place.require(element.elementSize)
        let inner = position.inner(count: list.count, hasPrefix: false)
        return try printItems("[", "]", count: list.count, at: position) { (printer, index) throws(WireError) in
            switch element {
            case .structure(let schema): return try printer.print(list.structure(at: index), as: schema, at: inner)
            case .text, .data, .list, .interface, .anyPointer:
                return try printer.print(list.pointer(at: index), as: element, form: .numbers, at: inner)
            case .void, .bool, .number, .enumeration:
                try printer.print(bits: list.bits(at: index, of: element), as: element)
                return false
            }
        }
    }

    // MARK: Layout

    mutating func printName(_ name: String) {
        JSONText.append(name.utf8, to: &output)
        output += (isPretty ? ": " : ":").utf8
    }

    /// Prints what `append` appends.
    mutating func print(_ append: (inout [UInt8]) -> Void) { append(&output) }

    /// Prints the items of an array or object, on one line or each on its own; returns whether it is the latter.
    ///
    /// `printItem` returns whether its item takes several lines.
    mutating func printItems(
        _ opening: Character, _ closing: Character, count: Int, at position: Position,
        _ printItem: (inout JSONPrinter, Int) throws(WireError) -> Bool
    ) throws(WireError) -> Bool {
        output += String(opening).utf8
        var items = PrintedItems(start: output.count)
        var isAnyMultiline = false
        for index in 0..<count {
            if !isPretty, index > 0 { output.append(UInt8(ascii: ",")) }
            if try printItem(&self, index) { isAnyMultiline = true }
            items.end(at: output.count)
        }
        let isMultiline = layOut(items, isAnyMultiline: isAnyMultiline, at: position)
        output += String(closing).utf8
        return isMultiline
    }

    private mutating func layOut(_ items: PrintedItems, isAnyMultiline: Bool, at position: Position) -> Bool {
        guard isPretty, items.count > 1 else { return false }
        guard isAnyMultiline || items.ranges.contains(where: { $0.count > Self.maximumInlineItem }) else {
            items.delimit(&output, prefix: [], delimiter: Array(", ".utf8), suffix: [])
            return false
        }
        let spaces = [UInt8](repeating: UInt8(ascii: " "), count: (position.indentation + 1) * 2)
        let line = [UInt8(ascii: "\n")] + spaces
        items.delimit(
            &output, prefix: position.hasPrefix ? line : [UInt8(ascii: " ")], delimiter: [UInt8(ascii: ",")] + line,
            suffix: [UInt8(ascii: " ")])
        return true
    }
}
