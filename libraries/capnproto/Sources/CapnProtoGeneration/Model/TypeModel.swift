/// A type as Swift sees it.
indirect enum TypeModel {
    case void
    case bool
    case number(NumberType)
    /// An enum, by its Swift path.
    case enumeration(String)
    case text
    case data
    /// A struct, by its Swift path.
    case structure(String)
    case list(TypeModel)
    /// Anything behind a pointer: `AnyPointer`, a type parameter, a capability.
    case anyPointer

    /// Whether the value lies behind a pointer.
    var isPointer: Bool {
        switch self {
        case .void, .bool, .number, .enumeration: false
        case .text, .data, .structure, .list, .anyPointer: true
        }
    }

    /// What a list of it has in the angle brackets.
    var element: String {
        switch self {
        case .void: "CapnProto.CapnProtoVoid"
        case .bool: "Swift.Bool"
        case .number(let number): number.swiftName
        case .enumeration(let name), .structure(let name): name
        case .text: "CapnProto.CapnProtoText"
        case .data: "CapnProto.CapnProtoData"
        case .list(let element): "CapnProto.CapnProtoList<\(element.element)>"
        case .anyPointer: "CapnProto.CapnProtoAnyPointer"
        }
    }

    /// What a reader's property of it returns.
    var readerType: String {
        switch self {
        case .void: "Swift.Void"
        case .bool: "Swift.Bool"
        case .number(let number): number.swiftName
        case .enumeration(let name): name
        case .text: "Swift.String"
        case .data: "CapnProto.DataReader"
        case .structure(let name): name + ".Reader"
        case .list(let element): "CapnProto.ListReader<\(element.element)>"
        case .anyPointer: "CapnProto.PointerReader"
        }
    }
}
