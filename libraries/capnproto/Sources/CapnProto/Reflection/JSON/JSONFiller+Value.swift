extension JSONFiller {
    /// Stores JSON as it is in a struct `Value` of json.capnp.
    func store(_ value: JSONValue, in structure: StructBuilder) throws(FormError) {
        try wire { () throws(WireError) in
            guard structure.dataByteCount >= JSONValueLayout.size.dataByteCount, structure.pointerCount > 0 else {
                throw .malformedSchema(id: JSONValueLayout.structure, reason: "smaller than in json.capnp")
            }
            try Self.store(value, in: structure)
        }
    }

    private static func store(_ value: JSONValue, in structure: StructBuilder) throws(WireError) {
        let kind: JSONValueLayout.Kind
        switch value.content {
        case .null: kind = .null
        case .boolean(let flag):
            kind = .boolean
            structure.writeBool(flag, atBit: 16)
        case .number(let number, _):
            kind = .number
            structure.write(number, at: 8)
        case .string(let string):
            kind = .string
            try structure.pointer(at: 0).setText(string)
        case .array(let values):
            kind = .array
            let list = try initList(count: values.count, size: JSONValueLayout.size, at: structure.pointer(at: 0))
            for (index, value) in values.enumerated() { try store(value, in: list.structure(at: index)) }
        case .object(let members):
            kind = .object
            let list = try initList(count: members.count, size: JSONValueLayout.fieldSize, at: structure.pointer(at: 0))
            for (index, member) in members.enumerated() {
                let field = list.structure(at: index)
                try field.pointer(at: 0).setText(member.name)
                try store(member.value, in: field.pointer(at: 1).initStructure(size: JSONValueLayout.size))
            }
        }
        structure.write(kind.rawValue, at: 0)
    }

    private static func initList(
        count: Int, size: StructSize, at pointer: PointerBuilder
    ) throws(WireError) -> RawListBuilder {
        unsafe try pointer.arena.allocateList(
            for: pointer.location, segmentIndex: pointer.segmentIndex, elementSize: .composite, structSize: size,
            count: count)
    }
}
