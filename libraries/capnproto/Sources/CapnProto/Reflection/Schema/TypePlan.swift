/// The type of a field or an element, as the schema says it.
///
/// Stored as plain references, which tools that look for leaks can follow; an enum would keep its case in their spare bits.
struct TypePlan: Sendable {
    enum Shape: Sendable {
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
    }

    private enum Kind: Sendable {
        case void
        case bool
        case number
        case enumeration
        case text
        case data
        case list
        case structure
        case interface
        case anyPointer
        case parameter
    }

    private final class Element: Sendable {
        let type: TypePlan
        init(_ type: TypePlan) { self.type = type }
    }

    private let kind: Kind
    private let number: NumberPlan
    /// The number of an enum, a struct or the node of a parameter.
    private let id: UInt64
    private let index: Int
    private let element: Element?
    private let brand: [BrandPlan]

    private init(
        _ kind: Kind, number: NumberPlan = .int8, id: UInt64 = 0, index: Int = 0, element: Element? = nil,
        brand: [BrandPlan] = []
    ) {
        self.kind = kind
        self.number = number
        self.id = id
        self.index = index
        self.element = element
        self.brand = brand
    }

    init(_ type: SchemaLanguage.Type_.Reader) throws(WireError) {
        switch try type.which {
        case .void: self.init(.void)
        case .bool: self.init(.bool)
        case .int8: self.init(.number, number: .int8)
        case .int16: self.init(.number, number: .int16)
        case .int32: self.init(.number, number: .int32)
        case .int64: self.init(.number, number: .int64)
        case .uint8: self.init(.number, number: .uint8)
        case .uint16: self.init(.number, number: .uint16)
        case .uint32: self.init(.number, number: .uint32)
        case .uint64: self.init(.number, number: .uint64)
        case .float32: self.init(.number, number: .float32)
        case .float64: self.init(.number, number: .float64)
        case .text: self.init(.text)
        case .data: self.init(.data)
        // Lists of lists are nested in the schema's message, which has its limit of nesting.
        case .list(let list): self.init(.list, element: Element(try TypePlan(list.elementType)))
        case .enum(let reference): self.init(.enumeration, id: reference.typeId)
        case .struct(let reference):
            self.init(.structure, id: reference.typeId, brand: try BrandPlan.all(of: reference.brand))
        case .interface: self.init(.interface)
        case .anyPointer(let pointer):
            if case .parameter(let parameter) = try pointer.which {
                self.init(.parameter, id: parameter.scopeId, index: Int(parameter.parameterIndex))
            } else {
                self.init(.anyPointer)
            }
        case .unknown(let number): throw .malformedSchema(id: 0, reason: "a type of kind \(number)")
        }
    }

    /// What it is, with what belongs to that.
    var shape: Shape {
        switch kind {
        case .void: .void
        case .bool: .bool
        case .number: .number(number)
        case .enumeration: .enumeration(id)
        case .text: .text
        case .data: .data
        case .list: element.map { .list($0.type) } ?? .anyPointer
        case .structure: .structure(id, brand)
        case .interface: .interface
        case .anyPointer: .anyPointer
        case .parameter: .parameter(scope: id, index: index)
        }
    }

    /// Whether the value lies behind a pointer.
    var isPointer: Bool {
        switch kind {
        case .void, .bool, .number, .enumeration: false
        case .text, .data, .list, .structure, .interface, .anyPointer, .parameter: true
        }
    }

    /// Bits of the data section that a field takes.
    var bitCount: Int {
        switch kind {
        case .bool: 1
        case .number: number.byteCount * 8
        case .enumeration: 16
        default: 0
        }
    }

    /// How a list lays out such elements.
    var elementSize: ElementSize {
        switch kind {
        case .void: .void
        case .bool: .bit
        case .number: number.elementSize
        case .enumeration: .twoBytes
        case .structure: .composite
        case .text, .data, .list, .interface, .anyPointer, .parameter: .pointer
        }
    }
}
