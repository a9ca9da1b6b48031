/// Emits a struct or group: a scope that holds its reader, its builder and what is nested in it.
struct StructEmitter {
    let options: GeneratorOptions

    func emit(_ model: StructModel, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier
        let conformance = model.layout == nil ? "" : ": CapnProto.CapnProtoStruct"
        printer.documentation(model.documentation)
        let clause = options.genericClause(model.parameters)
        printer.block("\(access)enum \(model.name)\(clause)\(conformance)") { printer in
            if let layout = model.layout { emit(layout, into: &printer) }
            ReaderEmitter(options: options).emit(model, into: &printer)
            BuilderEmitter(options: options).emit(model, into: &printer)
            emitDefaults(of: model, into: &printer)
            for group in model.groups { emit(group, into: &printer) }
            let emitter = DeclarationEmitter(options: options)
            for declaration in model.declarations { emitter.emit(declaration, into: &printer) }
        }
    }

    private func emit(_ layout: StructLayout, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier
        printer.line("/// The schema's number for this struct.")
        options.emitInlining(into: &printer)
        printer.line("\(access)static var typeID: Swift.UInt64 { 0x\(String(layout.id, radix: 16)) }")
        printer.gap()
        printer.line("/// The size of the struct's two sections.")
        options.emitInlining(into: &printer)
        printer.block("\(access)static var structSize: CapnProto.StructSize") { printer in
            printer.line(
                "CapnProto.StructSize(dataWordCount: \(layout.dataWordCount), pointerCount: \(layout.pointerCount))")
        }
    }

    private func emitDefaults(of model: StructModel, into printer: inout CodePrinter) {
        if model.constantsHolder != nil { return }
        for constant in model.defaults {
            ConstantEmitter(options: options).emitMessage(
                constant.name, value: constant.value, isStatic: true, into: &printer)
        }
    }
}
