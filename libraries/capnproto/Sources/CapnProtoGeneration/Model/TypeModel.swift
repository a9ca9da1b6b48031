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
    /// A capability, by its interface's Swift path.
    case interface(String)
    /// A type parameter, by its Swift name.
    case parameter(String)
    /// Anything behind a pointer.
    case anyPointer

    /// Whether the value lies behind a pointer.
    var isPointer: Bool {
        switch self {
        case .void, .bool, .number, .enumeration: false
        case .text, .data, .structure, .list, .interface, .parameter, .anyPointer: true
        }
    }

    /// What a list of it has in the angle brackets.
    var element: String {
        switch self {
        case .void: "CapnProto.CapnProtoVoid"
        case .bool: "Swift.Bool"
        case .number(let number): number.swiftName
        case .enumeration(let name), .structure(let name), .interface(let name), .parameter(let name): name
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
        case .interface(let name): "CapnProto.Capability<\(name)>?"
        case .parameter(let name): name + ".PointeeReader"
        case .list(let element): "CapnProto.ListReader<\(element.element)>"
        case .anyPointer: "CapnProto.PointerReader"
        }
    }
}
