/// What printing and parsing need to know about a struct or a group, found to be as the schema language makes it.
final class StructPlan: Sendable {
    /// A schema that somebody made up could have groups in groups for ever, or twice as many at each level.
    private static let maximumGroupDepth = 64
    private static let maximumFieldCount = 1 << 16

    let id: UInt64
    /// With the file and all scopes in front of it.
    let name: String
    let size: StructSize
    /// In the order of their numbers.
    let fields: [FieldPlan]
    /// Fields that aren't in the union, by their index.
    let plain: [Int]
    /// Members of the union by their discriminant's value.
    let members: [Int]
    /// Byte offset of the discriminant.
    let discriminantOffset: Int
    let annotations: JSONAnnotations
    private let indices: [String: Int]

    /// The plan of a node, with those of its groups.
    convenience init(_ node: SchemaLanguage.Node.Reader, of set: SchemaSet) throws(WireError) {
        var fieldCount = 0
        try self.init(node, of: set, depth: 0, fieldCount: &fieldCount)
    }

    private init(
        _ node: SchemaLanguage.Node.Reader, of set: SchemaSet, depth: Int, fieldCount: inout Int
    ) throws(WireError) {
        guard case .struct(let structure) = try node.which else {
            throw .malformedSchema(id: node.id, reason: "a struct was expected")
        }
        id = node.id
        name = try node.displayName
        size = StructSize(dataWordCount: structure.dataWordCount, pointerCount: structure.pointerCount)
        annotations = try JSONAnnotations(node.annotations)
        discriminantOffset = Int(structure.discriminantOffset) * 2
        var fields: [FieldPlan] = []
        for field in try structure.fields {
            fieldCount += 1
            guard fieldCount <= Self.maximumFieldCount else {
                throw .malformedSchema(id: node.id, reason: "more than \(Self.maximumFieldCount) fields")
            }
            let content: FieldPlan.Content
            switch try field.which {
            case .slot(let slot): content = .slot(try SlotPlan(slot, in: size, of: node.id))
            case .group(let group):
                guard depth < Self.maximumGroupDepth else {
                    throw .malformedSchema(id: node.id, reason: "groups are nested too deeply")
                }
                let (inner, home) = try set.node(group.typeId)
                let plan = try StructPlan(inner, of: home, depth: depth + 1, fieldCount: &fieldCount)
                guard plan.size == size else {
                    throw .malformedSchema(id: inner.id, reason: "a group of another size than its struct")
                }
                content = .group(plan)
            case .unknown(let kind): throw .malformedSchema(id: node.id, reason: "a field of kind \(kind)")
            }
            let discriminant = field.discriminantValue
            fields.append(
                FieldPlan(
                    name: try field.name, discriminant: discriminant == 0xFFFF ? nil : discriminant, content: content,
                    annotations: try JSONAnnotations(field.annotations)))
        }
        self.fields = fields
        plain = fields.indices.filter { fields[$0].discriminant == nil }
        members = try Self.members(of: fields, count: structure.discriminantCount, id: node.id)
        guard members.isEmpty || discriminantOffset + 2 <= size.dataByteCount else {
            throw .malformedSchema(id: node.id, reason: "a discriminant outside the struct")
        }
        indices = Dictionary(fields.indices.map { (fields[$0].name, $0) }) { first, _ in first }
    }

    private static func members(of fields: [FieldPlan], count: UInt16, id: UInt64) throws(WireError) -> [Int] {
        let indices = fields.indices.filter { fields[$0].discriminant != nil }
            .sorted { (fields[$0].discriminant ?? 0) < (fields[$1].discriminant ?? 0) }
        let isComplete = indices.enumerated().allSatisfy { fields[$0.element].discriminant == UInt16($0.offset) }
        guard indices.count == Int(count), isComplete else {
            throw .malformedSchema(id: id, reason: "discriminants that don't count the union's members")
        }
        return indices
    }

    /// The field with a name of the schema.
    func field(named name: String) -> FieldPlan? { indices[name].map { fields[$0] } }

    /// The member of the union that is set, by its index; nothing for one that the schema doesn't know, and where there
    /// is no union.
    func member(of structure: StructReader) -> Int? {
        if members.isEmpty { return nil }
        return member(structure.read(UInt16.self, at: discriminantOffset))
    }

    /// The same of a struct that is being built.
    func member(of structure: StructBuilder) -> Int? {
        members.isEmpty ? nil : member(structure.read(at: discriminantOffset) as UInt16)
    }

    private func member(_ discriminant: UInt16) -> Int? {
        Int(discriminant) < members.count ? members[Int(discriminant)] : nil
    }
}

extension StructSize {
    /// Bytes of the data section.
    var dataByteCount: Int { Int(dataWordCount) * 8 }
}

extension SlotPlan {
    /// A slot that lies in a struct of a size.
    init(_ slot: SchemaLanguage.Field.Slot.Reader, in size: StructSize, of id: UInt64) throws(WireError) {
        type = try TypePlan(slot.type)
        let bitCount = type.bitCount
        // Below 2^32 times 2^6.
        offset = bitCount > 1 ? Int(slot.offset) * bitCount / 8 : Int(slot.offset)
        let isInside =
            type.isPointer
            ? offset < Int(size.pointerCount) : (Int(slot.offset) + 1) * bitCount <= size.dataByteCount * 8
        guard isInside else { throw .malformedSchema(id: id, reason: "a field outside the struct") }
        let value = try slot.defaultValue
        mask = try Self.mask(of: value)
        // All pointers of a `Value` lie at the same place.
        let pointer = value.raw.pointer(at: 0)
        fallback = type.isPointer && !pointer.isNull ? pointer : nil
    }

    private static func mask(of value: SchemaLanguage.Value.Reader) throws(WireError) -> UInt64 {
        switch try value.which {
        case .bool(let flag): flag ? 1 : 0
        case .int8(let number): UInt64(UInt8(bitPattern: number))
        case .int16(let number): UInt64(UInt16(bitPattern: number))
        case .int32(let number): UInt64(UInt32(bitPattern: number))
        case .int64(let number): UInt64(bitPattern: number)
        case .uint8(let number): UInt64(number)
        case .uint16(let number): UInt64(number)
        case .uint32(let number): UInt64(number)
        case .uint64(let number): number
        case .float32(let number): UInt64(number.bitPattern)
        case .float64(let number): number.bitPattern
        case .enum(let number): UInt64(number)
        default: 0
        }
    }
}
