/// Something declared in a file or in another declaration.
indirect enum Declaration {
    case structure(StructModel)
    case enumeration(EnumModel)
    case constant(ConstantModel)
    /// A declaration that has no Swift of its own, but others in it: an interface.
    case scope(ScopeModel)
}
