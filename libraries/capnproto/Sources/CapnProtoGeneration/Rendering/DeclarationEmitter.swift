/// Emits a declaration of any kind.
struct DeclarationEmitter {
    let options: GeneratorOptions

    func emit(_ declaration: Declaration, into printer: inout CodePrinter) {
        switch declaration {
        case .structure(let model): StructEmitter(options: options).emit(model, into: &printer)
        case .enumeration(let model): EnumEmitter(options: options).emit(model, into: &printer)
        case .constant(let model): ConstantEmitter(options: options).emit(model, into: &printer)
        case .interface(let model): InterfaceEmitter(options: options).emit(model, into: &printer)
        }
    }
}
