/// Emits a declaration of any kind.
struct DeclarationEmitter {
    let options: GeneratorOptions

    func emit(_ declaration: Declaration, into printer: inout CodePrinter) {
        switch declaration {
        case .structure(let model): StructEmitter(options: options).emit(model, into: &printer)
        case .enumeration(let model): EnumEmitter(options: options).emit(model, into: &printer)
        case .constant(let model): ConstantEmitter(options: options).emit(model, into: &printer)
        case .scope(let model):
            printer.documentation(model.documentation)
            printer.block("\(options.accessLevel.modifier)enum \(model.name)") { printer in
                for inner in model.declarations { emit(inner, into: &printer) }
            }
        }
    }
}
