/// The type of a field or an element, as the schema says it.
indirect enum TypePlan: Sendable {
    case void
    case bool
    case number(NumberPlan)
    case enumeration(UInt64)
    case text
    case data
    case list(TypePlan)
    /// A struct, and what its type parameters stand for.
    case structure(UInt64, [BrandPlan])
    case interface
    case anyPointer
    /// A type parameter of the node with a number, by its place there.
    case parameter(scope: UInt64, index: Int)

    init(_ type: SchemaLanguage.Type_.Reader) throws(WireError) {
        switch try type.which {
        case .void: self = .void
        case .bool: self = .bool
        case .int8: self = .number(.int8)
        case .int16: self = .number(.int16)
        case .int32: self = .number(.int32)
        case .int64: self = .number(.int64)
        case .uint8: self = .number(.uint8)
        case .uint16: self = .number(.uint16)
        case .uint32: self = .number(.uint32)
        case .uint64: self = .number(.uint64)
        case .float32: self = .number(.float32)
        case .float64: self = .number(.float64)
        case .text: self = .text
        case .data: self = .data
        // Lists of lists are nested in the schema's message, which has its limit of nesting.
        case .list(let list): self = .list(try TypePlan(list.elementType))
        case .enum(let reference): self = .enumeration(reference.typeId)
        case .struct(let reference): self = .structure(reference.typeId, try BrandPlan.all(of: reference.brand))
        case .interface: self = .interface
        case .anyPointer(let pointer):
            if case .parameter(let parameter) = try pointer.which {
                self = .parameter(scope: parameter.scopeId, index: Int(parameter.parameterIndex))
            } else {
                self = .anyPointer
            }
        case .unknown(let number): throw .malformedSchema(id: 0, reason: "a type of kind \(number)")
        }
    }

    /// Whether the value lies behind a pointer.
    var isPointer: Bool {
        switch self {
        case .void, .bool, .number, .enumeration: false
        case .text, .data, .list, .structure, .interface, .anyPointer, .parameter: true
        }
    }

    /// Bits of the data section that a field takes.
    var bitCount: Int {
        switch self {
        case .bool: 1
        case .number(let number): number.byteCount * 8
        case .enumeration: 16
        default: 0
        }
    }

    /// How a list lays out such elements.
    var elementSize: ElementSize {
        switch self {
        case .void: .void
        case .bool: .bit
        case .number(let number): number.elementSize
        case .enumeration: .twoBytes
        case .structure: .composite
        case .text, .data, .list, .interface, .anyPointer, .parameter: .pointer
        }
    }
}
