/// Emits an enum, which keeps numbers that the schema doesn't know.
struct EnumEmitter {
    let options: GeneratorOptions

    func emit(_ model: EnumModel, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier
        printer.documentation(model.documentation)
        printer.block("\(access)enum \(model.name): CapnProto.CapnProtoEnum") { printer in
            for member in model.cases {
                printer.documentation(member.documentation)
                printer.line("case \(member.name)")
            }
            printer.line("/// A number that the schema doesn't know.")
            printer.line("case unknown(Swift.UInt16)")
            printer.gap()
            printer.line("/// The enumerant of a number.")
            options.emitInlining(into: &printer)
            printer.block("\(access)init(rawValue: Swift.UInt16)") { printer in
                printer.line("switch rawValue {")
                for (number, member) in model.cases.enumerated() {
                    printer.line("case \(number): self = .\(member.name)")
                }
                printer.line("default: self = .unknown(rawValue)")
                printer.line("}")
            }
            printer.line("/// The enumerant's number.")
            options.emitInlining(into: &printer)
            printer.block("\(access)var rawValue: Swift.UInt16") { printer in
                printer.line("switch self {")
                for (number, member) in model.cases.enumerated() {
                    printer.line("case .\(member.name): \(number)")
                }
                printer.line("case .unknown(let number): number")
                printer.line("}")
            }
        }
    }
}
