/// Emits the functions of one pointer field, which call the runtime's function of the pointer.
struct FunctionEmitter {
    let options: GeneratorOptions
    /// What says in the discriminant that this member is set; nothing outside a union.
    let choice: String?
    /// The expression for the field's pointer.
    let pointer: String

    func emit(
        _ signature: String, returning type: String? = nil, documentation: [String], call: String,
        isUnsafe: Bool = false, condition: String? = nil, into printer: inout CodePrinter
    ) {
        emit(
            signature, returning: type, documentation: documentation, expression: "\(pointer).\(call)",
            isUnsafe: isUnsafe, condition: condition, into: &printer)
    }

    /// Emits a function of an expression that can throw, for arguments of its type that meet a condition.
    func emit(
        _ signature: String, returning type: String? = nil, documentation: [String], expression: String,
        isUnsafe: Bool = false, condition: String? = nil, into printer: inout CodePrinter
    ) {
        printer.documentation(documentation)
        if isUnsafe { printer.line("@unsafe") }
        if type == nil { options.emitInlining(into: &printer) } else { options.emitInliningAlways(into: &printer) }
        let result = (type.map { " -> \($0)" } ?? "") + (condition.map { " where \($0)" } ?? "")
        let header = "\(options.accessLevel.modifier)func \(signature) throws(CapnProto.WireError)\(result)"
        printer.block(header) { printer in
            if let choice { printer.line(choice) }
            let keyword = type == nil || choice == nil ? "" : "return "
            printer.line("\(keyword)\(isUnsafe ? "unsafe " : "")try \(expression)")
        }
    }
}
