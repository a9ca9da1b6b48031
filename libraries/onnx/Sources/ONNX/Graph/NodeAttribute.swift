/// An attribute of a node, by the types that we use.
enum NodeAttribute {
    case float(Float)
    case integer(Int)
    case integers([Int])

    /// The attribute under its name.
    func message(named name: String) -> Onnx_AttributeProto {
        var message = Onnx_AttributeProto()
        message.name = name
        switch self {
        case .float(let value):
            message.f = value
            message.type = .float
        case .integer(let value):
            message.i = Int64(value)
            message.type = .int
        case .integers(let values):
            message.ints = values.map(Int64.init)
            message.type = .ints
        }
        return message
    }
}
