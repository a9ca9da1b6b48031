/// Emits what tells which member of a union is set.
struct UnionEmitter {
    let options: GeneratorOptions

    /// Emits the reader's enum of members and the property that gives it.
    func emitReading(_ model: StructModel, discriminantOffset: Int, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier
        let members = model.fields.filter { $0.discriminant != nil }
        printer.line("/// The members of the union, and what each holds.")
        printer.block("\(access)enum Which: Swift.Sendable") { printer in
            for member in members {
                printer.documentation(member.documentation)
                printer.line("case \(member.names.property)\(payload(of: member).map { "(\($0))" } ?? "")")
            }
            printer.line("/// A member that the schema doesn't know, by its number.")
            printer.line("case unknown(Swift.UInt16)")
        }
        printer.line("/// The member that is set.")
        options.emitInliningAlways(into: &printer)
        printer.block("\(access)var which: Which") { printer in
            printer.block("get throws(CapnProto.WireError)") { printer in
                printer.line("switch discriminant {")
                for member in members {
                    printer.line("case \(member.discriminant ?? 0): \(value(of: member, in: model))")
                }
                printer.line("default: .unknown(discriminant)")
                printer.line("}")
            }
        }
        emitDiscriminant(at: discriminantOffset, into: &printer)
    }

    /// Emits the property that gives the discriminant alone.
    func emitDiscriminant(at offset: Int, into printer: inout CodePrinter) {
        printer.line("/// The number of the union's member that is set.")
        options.emitInlining(into: &printer)
        printer.block("\(options.accessLevel.modifier)var discriminant: Swift.UInt16") { printer in
            printer.line("raw.read(at: \(offset))")
        }
    }

    private func payload(of member: FieldModel) -> String? {
        switch member.content {
        case .group(let group): return group.path + ".Reader"
        case .slot(let slot):
            if case .void = slot.type { return nil }
            return slot.type.readerType
        }
    }

    private func value(of member: FieldModel, in model: StructModel) -> String {
        let name = member.names.property
        switch member.content {
        case .group(let group): return ".\(name)(\(group.path).Reader(raw: raw))"
        case .slot(let slot):
            if case .void = slot.type { return ".\(name)" }
            let read = SlotAccess(slot: slot, names: member.names, constantsPath: model.constantsPath).read
            // A `try` covers the whole expression.
            return read.hasPrefix("try ") ? "try .\(name)(\(read.dropFirst(4)))" : ".\(name)(\(read))"
        }
    }
}
