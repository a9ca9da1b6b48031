/// Emits a struct's builder: scalars as properties, and functions that initialise or set what lies behind pointers.
struct BuilderEmitter {
    let options: GeneratorOptions

    func emit(_ model: StructModel, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier
        printer.line("/// Builds a `\(model.path)` in place.")
        let conformance = model.layout == nil ? "" : ": CapnProto.CapnProtoStructBuilder"
        printer.block("\(access)struct Builder\(conformance)") { printer in
            printer.line("/// The struct's two sections.")
            printer.line("\(access)let raw: CapnProto.StructBuilder")
            printer.gap()
            printer.line("/// Builds a struct's two sections.")
            options.emitInlining(into: &printer)
            printer.block("\(access)init(raw: CapnProto.StructBuilder)") { $0.line("self.raw = raw") }
            for field in model.fields { emit(field, of: model, into: &printer) }
            if let offset = model.discriminantOffset {
                UnionEmitter(options: options).emitDiscriminant(at: offset, into: &printer)
            }
        }
    }

    private func emit(_ field: FieldModel, of model: StructModel, into printer: inout CodePrinter) {
        // Setting a member of a union says so in the discriminant first.
        var choice: String?
        if let discriminant = field.discriminant, let offset = model.discriminantOffset {
            choice = "raw.write(\(discriminant) as Swift.UInt16, at: \(offset))"
        }
        switch field.content {
        case .group(let group): emit(group, field, choice: choice, into: &printer)
        case .slot(let slot):
            let access = SlotAccess(slot: slot, names: field.names, constantsPath: model.constantsPath)
            if slot.type.isPointer {
                PointerBuilderEmitter(options: options).emit(
                    field, slot: slot, access: access, choice: choice, into: &printer)
            } else {
                emitScalar(field, slot: slot, access: access, choice: choice, into: &printer)
            }
        }
    }

    private func emit(
        _ group: StructModel, _ field: FieldModel, choice: String?, into printer: inout CodePrinter
    ) {
        printer.documentation(field.documentation)
        options.emitInliningAlways(into: &printer)
        let builder = "\(group.path).Builder"
        let access = options.accessLevel.modifier
        guard let choice else {
            return printer.block("\(access)var \(field.names.property): \(builder)") { $0.line("\(builder)(raw: raw)") }
        }
        let clears = clearing(group)
        let isThrowing = clears.contains { $0.hasPrefix("try ") }
        let effects = isThrowing ? " throws(CapnProto.WireError)" : ""
        printer.block("\(access)func \(field.names.initialise)()\(effects) -> \(builder)") { printer in
            printer.line(choice)
            for line in clears { printer.line(line) }
            printer.line("return \(builder)(raw: raw)")
        }
    }

    /// Sets all that a group has back to its defaults: another member of the union may have used the same place.
    private func clearing(_ group: StructModel) -> [String] {
        var lines: [String] = []
        if let offset = group.discriminantOffset { lines.append("raw.write(0 as Swift.UInt16, at: \(offset))") }
        for field in group.fields {
            switch field.content {
            case .group(let inner): lines += clearing(inner)
            case .slot(let slot):
                let access = SlotAccess(slot: slot, names: field.names, constantsPath: group.constantsPath)
                if let line = access.clear, !lines.contains(line) { lines.append(line) }
            }
        }
        return lines
    }

    private func emitScalar(
        _ field: FieldModel, slot: SlotModel, access: SlotAccess, choice: String?, into printer: inout CodePrinter
    ) {
        let modifier = options.accessLevel.modifier
        let type = slot.type.readerType
        if case .void = slot.type {
            guard let choice else { return }
            printer.documentation(field.documentation)
            options.emitInlining(into: &printer)
            return printer.block("\(modifier)func \(field.names.set)()") { $0.line(choice) }
        }
        printer.documentation(field.documentation)
        guard let choice else {
            options.emitInlining(into: &printer)
            return printer.block("\(modifier)var \(field.names.property): \(type)") { printer in
                printer.line("get { \(access.read) }")
                printer.line("nonmutating set { \(access.write("newValue")) }")
            }
        }
        options.emitInlining(into: &printer)
        printer.block("\(modifier)func \(field.names.set)(_ value: \(type))") { printer in
            printer.line(choice)
            printer.line(access.write("value"))
        }
    }
}
