/// Something declared in a file or in another declaration.
indirect enum Declaration {
    case structure(StructModel)
    case enumeration(EnumModel)
    case constant(ConstantModel)
    /// A declaration that has no Swift of its own, but others in it: an interface.
    case scope(ScopeModel)
}

extension Declaration {
    /// Whether it is a constant that lies in a message.
    var isPointerConstant: Bool {
        if case .constant(let constant) = self { constant.type.isPointer } else { false }
    }
}
