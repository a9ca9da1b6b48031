/// Puts what a text says into a struct, as its schema wants it.
///
/// A field that is set twice has the last value.
struct TextFiller {
    let scanner: Scanner

    /// Fills a struct from a record.
    func fill(_ structure: StructBuilder, from value: TextValue, as schema: StructSchema) throws(FormError) {
        guard case .record(let members) = value.content else { throw unexpected("a record", value) }
        let (plan, scope) = try wire { () throws(WireError) in
            let (plan, home) = try schema.set.structure(schema.id)
            try MessageFiller.require(plan, fits: structure)
            return (plan, StructSchema(id: schema.id, in: home, bindings: schema.bindings))
        }
        try fill(structure, from: members, plan, in: scope)
    }

    private func fill(
        _ structure: StructBuilder, from members: [TextValue.Member], _ plan: StructPlan, in scope: StructSchema
    ) throws(FormError) {
        for member in members {
            guard let field = plan.field(named: member.name) else {
                throw scanner.unexpected(
                    expected: "a field of \(plan.name)", found: "'\(member.name)'", at: member.offset)
            }
            switch field.content {
            case .slot(let slot):
                let type = BoundType(slot.type, in: scope.set, bindings: scope.bindings)
                if slot.type.isPointer {
                    try wire { () throws(WireError) in try MessageFiller.select(field, of: plan, in: structure) }
                    try set(structure.pointer(at: slot.offset), from: member.value, as: type)
                } else {
                    let bits = try bits(of: member.value, as: type)
                    try wire { () throws(WireError) in try MessageFiller.select(field, of: plan, in: structure) }
                    MessageFiller.set(bits, slot, in: structure)
                }
            case .group(let group):
                guard case .record(let inner) = member.value.content else { throw unexpected("a record", member.value) }
                try wire { () throws(WireError) in
                    try MessageFiller.select(field, of: plan, in: structure)
                    try MessageFiller.clear(group, in: structure)
                }
                try fill(structure, from: inner, group, in: scope)
            }
        }
    }

    // MARK: Values

    private func set(_ pointer: PointerBuilder, from value: TextValue, as type: BoundType) throws(FormError) {
        try wire { () throws(WireError) in try pointer.clear() }
        switch (type, value.content) {
        case (.text, .text(let bytes)):
            // A byte's bytes are all its own.
            try wire { () throws(WireError) in unsafe try pointer.setText(utf8: bytes.span.bytes) }
        case (.data, .text(let bytes)), (.data, .data(let bytes)):
            try wire { () throws(WireError) in try pointer.setData(bytes) }
        case (.list(let element), .list(let values)): try setList(pointer, from: values, of: element)
        case (.structure(let schema), .record):
            let structure = try wire { () throws(WireError) in
                try pointer.initStructure(size: schema.structSize)
            }
            try fill(structure, from: value, as: schema)
        default: throw unexpected(Self.expected(type), value)
        }
    }

    private func setList(
        _ pointer: PointerBuilder, from values: [TextValue], of element: BoundType
    ) throws(FormError) {
        let list = try wire { () throws(WireError) in
            try MessageFiller.initList(of: element, count: values.count, at: pointer)
        }
        for (index, value) in values.enumerated() {
            switch element {
            case .structure(let schema): try fill(list.structure(at: index), from: value, as: schema)
            case .text, .data, .list, .interface, .anyPointer:
                try set(list.pointer(at: index), from: value, as: element)
            case .void, .bool, .number, .enumeration:
                MessageFiller.set(try bits(of: value, as: element), at: index, of: list)
            }
        }
    }

    private func bits(of value: TextValue, as type: BoundType) throws(FormError) -> UInt64 {
        var bits: UInt64?
        switch (type, value.content) {
        case (.void, .name("void")), (.bool, .name("false")): bits = 0
        case (.bool, .name("true")): bits = 1
        case (.number(let number), .integer(let magnitude, let isNegative)):
            bits = number.bits(magnitude: magnitude, isNegative: isNegative)
        case (.number(let number), .float(let double)): bits = number.bits(floating: double)
        case (.number(let number), .name("inf")): bits = number.bits(floating: .infinity)
        case (.number(let number), .name("nan")): bits = number.bits(floating: .nan)
        case (.enumeration(let id, let set), .name(let name)):
            bits = try wire { () throws(WireError) in try set.enumeration(id).number(named: name) }.map { UInt64($0) }
        // As an enumerant is printed that the schema doesn't know.
        case (.enumeration, .integer(let number, isNegative: false)): bits = UInt16(exactly: number).map { UInt64($0) }
        default: break
        }
        guard let bits else { throw unexpected(Self.expected(type), value) }
        return bits
    }

    // MARK: Errors

    private static func expected(_ type: BoundType) -> String {
        switch type {
        case .void: "void"
        case .bool: "true or false"
        case .number(let number): "a number of type \(number.name)"
        case .enumeration: "an enumerant of \(type.name)"
        case .text: "a text"
        case .data: "a data"
        case .list: "a list"
        case .structure: "a record"
        case .interface, .anyPointer: "nothing, for no text stands for a value of type \(type.name)"
        }
    }

    private func unexpected(_ expected: String, _ value: TextValue) -> FormError {
        scanner.unexpected(expected: expected, found: value.found, at: value.offset)
    }

    private func wire<Result>(_ body: () throws(WireError) -> Result) throws(FormError) -> Result {
        do throws(WireError) {
            return try body()
        } catch {
            throw .message(error)
        }
    }
}
