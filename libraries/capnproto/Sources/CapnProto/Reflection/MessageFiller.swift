/// What all forms do to a struct that is filled from them.
enum MessageFiller {
    /// Says in the discriminant that a member of a union is set.
    ///
    /// Nothing is left of another one.
    static func select(_ field: FieldPlan, of plan: StructPlan, in structure: StructBuilder) throws(WireError) {
        guard let discriminant = field.discriminant else { return }
        if let previous = plan.member(of: structure), plan.fields[previous].discriminant != discriminant {
            try clear(plan.fields[previous], in: structure)
        }
        structure.write(discriminant, at: plan.discriminantOffset)
    }

    /// Throws unless a struct has room for all fields of its schema.
    static func require(_ plan: StructPlan, fits structure: StructBuilder) throws(WireError) {
        guard structure.dataByteCount >= plan.size.dataByteCount, structure.pointerCount >= plan.size.pointerCount
        else {
            throw .malformedSchema(id: plan.id, reason: "larger than the struct that is to be filled")
        }
    }

    /// Sets the bits of a field that isn't a pointer.
    static func set(_ bits: UInt64, _ slot: SlotPlan, in structure: StructBuilder) {
        let stored = bits ^ slot.mask
        switch slot.type.bitCount {
        case 1: structure.writeBool(stored != 0, atBit: slot.offset)
        case 8: structure.write(UInt8(truncatingIfNeeded: stored), at: slot.offset)
        case 16: structure.write(UInt16(truncatingIfNeeded: stored), at: slot.offset)
        case 32: structure.write(UInt32(truncatingIfNeeded: stored), at: slot.offset)
        case 64: structure.write(stored, at: slot.offset)
        default: break
        }
    }

    /// Sets the bits of a list's element that isn't a pointer.
    static func set(_ bits: UInt64, at index: Int, of list: RawListBuilder) {
        switch list.elementSize {
        case .bit: list.writeBool(bits != 0, at: index)
        case .byte: list.write(UInt8(truncatingIfNeeded: bits), at: index)
        case .twoBytes: list.write(UInt16(truncatingIfNeeded: bits), at: index)
        case .fourBytes: list.write(UInt32(truncatingIfNeeded: bits), at: index)
        case .eightBytes: list.write(bits, at: index)
        case .void, .pointer, .composite: break
        }
    }

    /// Sets all fields of a group back: another member of its union may have used the same place.
    static func clear(_ group: StructPlan, in structure: StructBuilder) throws(WireError) {
        if !group.members.isEmpty { structure.write(0 as UInt16, at: group.discriminantOffset) }
        for field in group.fields { try clear(field, in: structure) }
    }

    /// Sets a field back.
    static func clear(_ field: FieldPlan, in structure: StructBuilder) throws(WireError) {
        switch field.content {
        case .group(let inner): try clear(inner, in: structure)
        case .slot(let slot):
            if slot.type.isPointer {
                try structure.pointer(at: slot.offset).clear()
            } else {
                set(slot.mask, slot, in: structure)
            }
        }
    }

    /// Makes a new list of elements of a type.
    static func initList(
        of type: BoundType, count: Int, at pointer: PointerBuilder
    ) throws(WireError) -> RawListBuilder {
        var size = StructSize(dataWordCount: 0, pointerCount: 0)
        if case .structure(let schema) = type { size = try schema.structSize }
        return unsafe try pointer.arena.allocateList(
            for: pointer.location, segmentIndex: pointer.segmentIndex, elementSize: type.elementSize, structSize: size,
            count: count)
    }
}
