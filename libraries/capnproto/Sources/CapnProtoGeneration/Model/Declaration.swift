/// Something declared in a file or in another declaration.
indirect enum Declaration {
    case structure(StructModel)
    case enumeration(EnumModel)
    case constant(ConstantModel)
    case interface(InterfaceModel)
}
