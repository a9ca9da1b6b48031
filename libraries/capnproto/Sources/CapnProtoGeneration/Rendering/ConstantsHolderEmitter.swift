/// Emits what holds the messages of a generic type's defaults and constants: Swift has no stored ones in such types.
///
/// It stands at the top of the file, whatever the type is nested in.
struct ConstantsHolderEmitter {
    let options: GeneratorOptions

    func emit(for declaration: Declaration, into printer: inout CodePrinter) {
        switch declaration {
        case .structure(let model): emit(for: model, into: &printer)
        case .interface(let model):
            emit(constants: model.declarations, holder: nil, defaults: [], into: &printer)
            for structure in model.structures { emit(for: structure, into: &printer) }
        case .enumeration, .constant: break
        }
    }

    private func emit(for model: StructModel, into printer: inout CodePrinter) {
        emit(constants: model.declarations, holder: model.constantsHolder, defaults: model.defaults, into: &printer)
        for group in model.groups { emit(for: group, into: &printer) }
    }

    /// Emits the holder of a scope's own constants, and those of what is declared in it.
    private func emit(
        constants declarations: [Declaration], holder: String?, defaults: [(name: String, value: ValueModel)],
        into printer: inout CodePrinter
    ) {
        var messages = holder == nil ? [] : defaults
        var holder = holder
        for case .constant(let constant) in declarations where constant.type.isPointer {
            guard let name = constant.holder else { continue }
            holder = name
            messages.append((constant.messageName, constant.value))
        }
        if let holder, !messages.isEmpty {
            if options.accessLevel == .public { printer.line("@usableFromInline") }
            printer.block("enum \(holder)") { printer in
                for message in messages {
                    ConstantEmitter(options: options).emitMessage(
                        message.name, value: message.value, isStatic: true, into: &printer)
                }
            }
        }
        for declaration in declarations { emit(for: declaration, into: &printer) }
    }
}
