internal import CapnProto

extension ModelMaker {
    /// A type as Swift sees it.
    mutating func type(of type: () throws(WireError) -> Type.Reader) throws(GenerationError) -> TypeModel {
        switch try wire({ () throws(WireError) in try type().which }) {
        case .void: return .void
        case .bool: return .bool
        case .int8: return .number(.int8)
        case .int16: return .number(.int16)
        case .int32: return .number(.int32)
        case .int64: return .number(.int64)
        case .uint8: return .number(.uint8)
        case .uint16: return .number(.uint16)
        case .uint32: return .number(.uint32)
        case .uint64: return .number(.uint64)
        case .float32: return .number(.float32)
        case .float64: return .number(.float64)
        case .text: return .text
        case .data: return .data
        case .list(let list): return .list(try self.type(of: { () throws(WireError) in try list.elementType }))
        case .enum(let reference):
            return .enumeration(try path(of: reference.typeId) { () throws(WireError) in try reference.brand })
        case .struct(let reference):
            return .structure(try path(of: reference.typeId) { () throws(WireError) in try reference.brand })
        case .interface(let reference):
            return .interface(try path(of: reference.typeId) { () throws(WireError) in try reference.brand })
        case .anyPointer(let pointer):
            guard case .parameter(let parameter) = try wire({ () throws(WireError) in try pointer.which }) else {
                return .anyPointer
            }
            return .parameter(try name(ofParameter: Int(parameter.parameterIndex), of: parameter.scopeId))
        case .unknown: return .anyPointer
        }
    }

    /// A default or constant value.
    func value(
        _ value: Value.Reader, type: TypeModel, name: String
    ) throws(GenerationError) -> ValueModel {
        func integer(_ number: some BinaryInteger) -> ValueModel { number == 0 ? .zero : .number("\(number)") }
        func bits(_ number: some BinaryInteger, _ type: NumberType) -> ValueModel {
            number == 0 ? .zero : .number("\(type.swiftName)(bitPattern: 0x\(String(number, radix: 16)))")
        }
        switch try wire({ () throws(WireError) in try value.which }) {
        case .void, .interface, .unknown: return .zero
        case .bool(let bool): return bool ? .bool(true) : .zero
        case .int8(let number): return integer(number)
        case .int16(let number): return integer(number)
        case .int32(let number): return integer(number)
        case .int64(let number): return integer(number)
        case .uint8(let number): return integer(number)
        case .uint16(let number): return integer(number)
        case .uint32(let number): return integer(number)
        case .uint64(let number): return integer(number)
        case .float32(let number): return bits(number.bitPattern, .float32)
        case .float64(let number): return bits(number.bitPattern, .float64)
        case .enum(let number): return number == 0 ? .zero : .enumerant(number)
        case .text, .data, .list, .struct, .anyPointer:
            // All five lie at the same pointer.
            let pointer = value.raw.pointer(at: 0)
            if pointer.isNull { return .zero }
            return .words(try words(of: pointer, name: name))
        }
    }

    /// What a pointer leads to as a message of one segment.
    private func words(of pointer: PointerReader, name: String) throws(GenerationError) -> [UInt64] {
        let bytes = try wire { () throws(WireError) in
            // Fresh pages cost nothing until they are written.
            let message = MessageBuilder(firstSegmentWordCount: 1 << 20)
            try message.root.set(pointer)
            return message.finish()
        }
        guard bytes.segments.count == 1 else { throw .valueTooLarge(name: name) }
        let body = bytes.serialized().dropFirst(bytes.segmentTable.count)
        return stride(from: body.startIndex, to: body.endIndex, by: 8).map { start in
            (0..<8).reduce(0) { $0 | UInt64(body[start + $1]) << UInt64(8 * $1) }
        }
    }
}
