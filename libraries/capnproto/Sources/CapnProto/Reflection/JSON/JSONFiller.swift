/// Puts what JSON says into a struct, as its schema wants it.
///
/// Names that the schema doesn't know are left out, as a newer sender's; of those that come twice, the last counts.
struct JSONFiller {
    private let scanner: Scanner
    private var plans = JSONPlans()

    init(scanner: Scanner) { self.scanner = scanner }

    /// Fills a struct from an object.
    mutating func fill(
        _ structure: StructBuilder, from value: JSONValue, as schema: StructSchema
    ) throws(FormError) {
        if schema.id == JSONValueLayout.structure { return try store(value, in: structure) }
        let (plan, scope) = try wire { () throws(WireError) in
            let (plan, home) = try schema.set.structure(schema.id)
            try MessageFiller.require(plan, fits: structure)
            let scope = StructSchema(id: schema.id, in: home, bindings: schema.bindings)
            return (try plans.plan(of: plan, in: home), scope)
        }
        try fill(structure, from: value, plan, in: scope)
    }

    private mutating func fill(
        _ structure: StructBuilder, from value: JSONValue, _ plan: JSONPlan, in scope: StructSchema
    ) throws(FormError) {
        guard case .object(let members) = value.content else { throw unexpected("an object", value) }
        // Where a discriminator says which member is set, the member's fields may come before it.
        var seen: Set<Int> = []
        var waiting = members
        while !waiting.isEmpty {
            var rest: [JSONValue.Member] = []
            for member in waiting
            where try !set(member.name[...], member, in: structure, plan, scope: scope, seen: &seen) {
                rest.append(member)
            }
            if rest.count == waiting.count { return }
            waiting = rest
        }
    }

    /// Sets what a name leads to; false where that isn't known before the discriminator is.
    private mutating func set(
        _ name: Substring, _ member: JSONValue.Member, in structure: StructBuilder, _ plan: JSONPlan,
        scope: StructSchema, seen: inout Set<Int>
    ) throws(FormError) -> Bool {
        guard let target = plan.targets[String(name)] else { return true }
        // A union is told by where its discriminant lies.
        let union = structure.address + plan.plan.discriminantOffset
        switch target {
        case .field(let index): try set(index, from: member.value, in: structure, plan, scope: scope)
        case .flattened(let index):
            return try setInner(index, name, member, in: structure, plan, scope: scope, seen: &seen)
        case .discriminator:
            guard case .string(let tag) = member.value.content else { throw unexpected("a string", member.value) }
            guard let index = plan.tags[tag] else { return true }
            try wire { () throws(WireError) in
                try MessageFiller.select(plan.plan.fields[index], of: plan.plan, in: structure)
                try MessageFiller.clear(plan.plan.fields[index], in: structure)
            }
            seen.insert(union)
        case .flattenedMember, .memberValue:
            guard seen.contains(union), let index = plan.plan.member(of: structure) else { return false }
            if case .memberValue = target {
                try set(index, from: member.value, in: structure, plan, scope: scope)
            } else {
                return try setInner(index, name, member, in: structure, plan, scope: scope, seen: &seen)
            }
        }
        return true
    }

    /// Sets a field of a struct or group that is flattened.
    private mutating func setInner(
        _ index: Int, _ name: Substring, _ member: JSONValue.Member, in structure: StructBuilder, _ plan: JSONPlan,
        scope: StructSchema, seen: inout Set<Int>
    ) throws(FormError) -> Bool {
        let outer = plan.members[index]
        guard let flattened = outer.flattened, name.hasPrefix(outer.prefix) else {
            throw scanner.unexpected(
                expected: "a field of '\(outer.tag)', which the discriminator names", found: "'\(member.name)'",
                at: member.offset)
        }
        let innerName = name.dropFirst(outer.prefix.count)
        guard case .slot(let slot) = plan.plan.fields[index].content else {
            return try set(innerName, member, in: structure, flattened, scope: scope, seen: &seen)
        }
        guard case .structure(let schema) = BoundType(slot.type, in: scope.set, bindings: scope.bindings) else {
            return true
        }
        let (inner, innerScope) = try wire { () throws(WireError) in
            let pointer = structure.pointer(at: slot.offset)
            if pointer.isNull, let fallback = slot.fallback { try pointer.set(fallback) }
            let home = try schema.set.structure(schema.id).home
            return (
                try pointer.structure(size: schema.structSize),
                StructSchema(id: schema.id, in: home, bindings: schema.bindings)
            )
        }
        return try set(innerName, member, in: inner, flattened, scope: innerScope, seen: &seen)
    }

    // MARK: Values

    private mutating func set(
        _ index: Int, from value: JSONValue, in structure: StructBuilder, _ plan: JSONPlan, scope: StructSchema
    ) throws(FormError) {
        let field = plan.plan.fields[index]
        switch field.content {
        case .group(let group):
            guard let inner = plan.members[index].group else { return }
            try wire { () throws(WireError) in
                try MessageFiller.select(field, of: plan.plan, in: structure)
                try MessageFiller.clear(group, in: structure)
            }
            try fill(structure, from: value, inner, in: scope)
        case .slot(let slot):
            let type = BoundType(slot.type, in: scope.set, bindings: scope.bindings)
            if slot.type.isPointer {
                try wire { () throws(WireError) in try MessageFiller.select(field, of: plan.plan, in: structure) }
                try set(
                    structure.pointer(at: slot.offset), from: value, as: type, form: field.annotations.dataForm)
            } else {
                let bits = try bits(of: value, as: type)
                try wire { () throws(WireError) in try MessageFiller.select(field, of: plan.plan, in: structure) }
                MessageFiller.set(bits, slot, in: structure)
            }
        }
    }

    private mutating func set(
        _ pointer: PointerBuilder, from value: JSONValue, as type: BoundType, form: JSONAnnotations.DataForm
    ) throws(FormError) {
        try wire { () throws(WireError) in try pointer.clear() }
        switch (type, value.content) {
        case (.text, .string(let string)): try wire { () throws(WireError) in try pointer.setText(string) }
        case (.data, _):
            let bytes = try bytes(of: value, form: form)
            try wire { () throws(WireError) in try pointer.setData(bytes) }
        case (.list(let element), .array(let values)): try setList(pointer, from: values, of: element)
        case (.structure(let schema), _):
            let structure = try wire { () throws(WireError) in
                try pointer.initStructure(size: schema.structSize)
            }
            try fill(structure, from: value, as: schema)
        default: throw unexpected(Self.expected(type), value)
        }
    }

    private mutating func setList(
        _ pointer: PointerBuilder, from values: [JSONValue], of element: BoundType
    ) throws(FormError) {
        let list = try wire { () throws(WireError) in
            try MessageFiller.initList(of: element, count: values.count, at: pointer)
        }
        for (index, value) in values.enumerated() {
            switch element {
            case .structure(let schema): try fill(list.structure(at: index), from: value, as: schema)
            case .text, .data, .list, .interface, .anyPointer:
                try set(list.pointer(at: index), from: value, as: element, form: .numbers)
            case .void, .bool, .number, .enumeration:
                MessageFiller.set(try bits(of: value, as: element), at: index, of: list)
            }
        }
    }

    private func bytes(of value: JSONValue, form: JSONAnnotations.DataForm) throws(FormError) -> [UInt8] {
        switch (form, value.content) {
        case (.numbers, .array(let values)):
            var bytes: [UInt8] = []
            for value in values {
                guard case .number(let number, _) = value.content, let byte = UInt8(exactly: number) else {
                    throw unexpected("a byte from 0 to 255", value)
                }
                bytes.append(byte)
            }
            return bytes
        case (.base64, .string(let string)):
            if let bytes = Base64.decoded(string.utf8) { return bytes }
        case (.hexadecimal, .string(let string)):
            if let bytes = Hexadecimal.decoded(string) { return bytes }
        default: break
        }
        switch form {
        case .numbers: throw unexpected("an array of bytes", value)
        case .base64: throw unexpected("a string in Base64", value)
        case .hexadecimal: throw unexpected("a string of pairs of hexadecimal digits", value)
        }
    }

    private func bits(of value: JSONValue, as type: BoundType) throws(FormError) -> UInt64 {
        var bits: UInt64?
        switch (type, value.content) {
        case (.void, _): bits = 0
        case (.bool, .boolean(let flag)): bits = flag ? 1 : 0
        case (.number(let number), _): bits = JSONNumber.bits(of: value.content, as: number)
        case (.enumeration, .number(let number, _)): bits = UInt16(exactly: number).map { UInt64($0) }
        case (.enumeration(let id, let set), .string(let name)):
            bits = try wire { () throws(WireError) in
                try set.enumeration(id).enumerants.firstIndex { $0.nameInJSON == name }
            }.map { UInt64($0) }
        default: break
        }
        guard let bits else { throw unexpected(Self.expected(type), value) }
        return bits
    }

    // MARK: Errors

    private static func expected(_ type: BoundType) -> String {
        switch type {
        case .void: "null"
        case .bool: "true or false"
        case .number(let number): "a number of type \(number.name)"
        case .enumeration: "an enumerant of \(type.name)"
        case .text: "a string"
        case .data, .list: "an array"
        case .structure: "an object"
        case .interface, .anyPointer: "nothing, for JSON can't hold a value of type \(type.name)"
        }
    }

    func unexpected(_ expected: String, _ value: JSONValue) -> FormError {
        scanner.unexpected(expected: expected, found: value.found, at: value.offset)
    }

    func wire<Result>(_ body: () throws(WireError) -> Result) throws(FormError) -> Result {
        do throws(WireError) {
            return try body()
        } catch {
            throw .message(error)
        }
    }
}
