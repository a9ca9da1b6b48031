/// Emits a constant.
struct ConstantEmitter {
    let options: GeneratorOptions

    func emit(_ model: ConstantModel, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier + (model.isNested ? "static " : "")
        if model.type.isPointer {
            let message = (model.holder.map { $0 + "." } ?? "") + model.messageName
            if model.holder == nil {
                emitMessage(message, value: model.value, isStatic: model.isNested, into: &printer)
            }
            printer.documentation(model.documentation)
            printer.block("\(access)var \(model.name): \(model.type.readerType)") { printer in
                printer.block(isThrowing(model.type) ? "get throws(CapnProto.WireError)" : "get") { printer in
                    printer.line(PointerAccess(type: model.type).read(fromConstant: message))
                }
            }
        } else {
            printer.documentation(model.documentation)
            printer.block("\(access)var \(model.name): \(model.type.readerType)") { printer in
                printer.line(expression(model))
            }
        }
    }

    /// Emits the message that holds a pointer's default or constant value.
    func emitMessage(_ name: String, value: ValueModel, isStatic: Bool, into printer: inout CodePrinter) {
        var words: [UInt64] = [0]
        if case .words(let value) = value { words = value }
        if options.accessLevel == .public { printer.line("@usableFromInline") }
        printer.line("\(isStatic ? "static " : "")let \(name) = CapnProto.ConstantMessage(words: [")
        for start in stride(from: 0, to: words.count, by: 4) {
            let row = words[start..<min(start + 4, words.count)].map { word in
                let digits = String(word, radix: 16)
                return "0x" + String(repeating: "0", count: 16 - digits.count) + digits
            }
            printer.line("    " + row.joined(separator: ", ") + ",")
        }
        printer.line("])")
        printer.gap()
    }

    private func isThrowing(_ type: TypeModel) -> Bool {
        if case .anyPointer = type { false } else { true }
    }

    private func expression(_ model: ConstantModel) -> String {
        switch (model.type, model.value) {
        case (.bool, .bool(let value)): "\(value)"
        case (.bool, _): "false"
        case (.enumeration(let name), .enumerant(let number)): "\(name)(rawValue: \(number))"
        case (.enumeration(let name), _): "\(name)(rawValue: 0)"
        case (_, .number(let literal)): literal
        case (.void, _): "()"
        default: "0"
        }
    }
}
