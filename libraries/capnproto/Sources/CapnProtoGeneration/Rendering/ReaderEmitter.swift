/// Emits a struct's reader: a property a field, and the union as an enum.
struct ReaderEmitter {
    let options: GeneratorOptions

    func emit(_ model: StructModel, into printer: inout CodePrinter) {
        let access = options.accessLevel.modifier
        let conformance = model.layout == nil ? "Swift.Sendable" : "CapnProto.CapnProtoStructReader"
        printer.line("/// Reads a `\(model.path)` in place.")
        printer.block("\(access)struct Reader: \(conformance)") { printer in
            printer.line("/// The struct's two sections.")
            printer.line("\(access)let raw: CapnProto.StructReader")
            printer.gap()
            printer.line("/// Reads a struct's two sections.")
            options.emitInlining(into: &printer)
            printer.block("\(access)init(raw: CapnProto.StructReader)") { $0.line("self.raw = raw") }
            for field in model.fields where field.discriminant == nil {
                emit(field, of: model, into: &printer)
            }
            if let offset = model.discriminantOffset {
                UnionEmitter(options: options).emitReading(model, discriminantOffset: offset, into: &printer)
            }
        }
    }

    private func emit(_ field: FieldModel, of model: StructModel, into printer: inout CodePrinter) {
        switch field.content {
        case .group(let group):
            emitProperty(
                field.names.property, type: group.path + ".Reader", documentation: field.documentation,
                body: "\(group.path).Reader(raw: raw)", isThrowing: false, isView: true, into: &printer)
        case .slot(let slot):
            if case .void = slot.type { return }
            let access = SlotAccess(slot: slot, names: field.names, constantsPath: model.constantsPath)
            let isThrowing = slot.type.isPointer && PointerAccess(type: slot.type).isThrowing
            emitProperty(
                field.names.property, type: slot.type.readerType, documentation: field.documentation,
                body: access.read, isThrowing: isThrowing, isView: slot.type.isPointer, into: &printer)
            if case .text = slot.type {
                let fallback = access.pointerDefault.map { ", default: \($0)" } ?? ""
                emitProperty(
                    field.names.utf8, type: "CapnProto.DataReader",
                    documentation: ["The bytes of `\(field.names.property)`, in place and not checked to be UTF-8."],
                    body: "try raw.textBytes(at: \(slot.offset)\(fallback))", isThrowing: true,
                    isView: true, into: &printer)
            }
            if slot.type.isPointer {
                emitProperty(
                    field.names.has, type: "Swift.Bool", documentation: ["Whether `\(field.names.property)` is set."],
                    body: "raw.hasPointer(at: \(slot.offset))", isThrowing: false, isView: false, into: &printer)
            }
        }
    }

    private func emitProperty(
        _ name: String, type: String, documentation: [String], body: String, isThrowing: Bool,
        isView: Bool, into printer: inout CodePrinter
    ) {
        printer.documentation(documentation)
        if isView { options.emitInliningAlways(into: &printer) } else { options.emitInlining(into: &printer) }
        printer.block("\(options.accessLevel.modifier)var \(name): \(type)") { printer in
            if isThrowing {
                printer.line("get throws(CapnProto.WireError) { \(body) }")
            } else {
                printer.line(body)
            }
        }
    }
}
