/// Emits an interface: the type of its capabilities, and a scope that holds its methods' structs and what is nested in it.
struct InterfaceEmitter {
    let options: GeneratorOptions

    func emit(_ model: InterfaceModel, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier
        let clause = options.genericClause(model.parameters)
        printer.documentation(model.documentation)
        printer.block("\(access)enum \(model.name)\(clause): CapnProto.CapnProtoInterface") { printer in
            printer.line("/// The schema's number for this interface.")
            options.emitInlining(into: &printer)
            printer.line("\(access)static var typeID: Swift.UInt64 { 0x\(String(model.id, radix: 16)) }")
            printer.gap()
            emit(model.methods, into: &printer)
            for structure in model.structures { StructEmitter(options: options).emit(structure, into: &printer) }
            let emitter = DeclarationEmitter(options: options)
            for declaration in model.declarations { emitter.emit(declaration, into: &printer) }
        }
    }

    private func emit(_ methods: [MethodModel], into printer: inout CodePrinter) {
        printer.line("/// The methods of the interface itself, in the order of their ordinals.")
        options.emitInlining(into: &printer)
        let type = "[CapnProto.InterfaceMethod]"
        printer.block("\(options.accessLevel.modifier)static var methods: \(type)") { printer in
            if methods.isEmpty { return printer.line("[]") }
            printer.line("[")
            for (ordinal, method) in methods.enumerated() {
                printer.line("    CapnProto.InterfaceMethod(ordinal: \(ordinal), name: \"\(method.name)\"),")
            }
            printer.line("]")
        }
    }
}
