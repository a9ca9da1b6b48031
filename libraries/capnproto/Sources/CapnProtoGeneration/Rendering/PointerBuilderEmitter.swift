/// Emits what a builder offers for a field behind a pointer.
struct PointerBuilderEmitter {
    let options: GeneratorOptions

    func emit(
        _ field: FieldModel, slot: SlotModel, access: SlotAccess, choice: String?, into printer: inout CodePrinter
    ) {
        let function = FunctionEmitter(options: options, choice: choice, pointer: "raw.pointer(at: \(slot.offset))")
        switch slot.type {
        case .text:
            function.emit(
                "\(field.names.set)(_ value: Swift.String)", documentation: field.documentation,
                call: "setText(value)", into: &printer)
            function.emit(
                "\(field.names.set)(utf8 value: Swift.RawSpan)", documentation: field.documentation,
                call: "setText(utf8: value)", into: &printer)
        case .data:
            emitData(field, function, into: &printer)
        case .structure(let name):
            emitStruct(field, name, function, access, into: &printer)
        case .list(let element):
            emitList(field, element, function, into: &printer)
        default:
            emitAnyPointer(field, function, into: &printer)
        }
        if choice == nil { emitHas(field, slot, into: &printer) }
    }

    private func emitData(_ field: FieldModel, _ function: FunctionEmitter, into printer: inout CodePrinter) {
        let names = field.names
        function.emit(
            "\(names.initialise)(byteCount: Swift.Int)", returning: "CapnProto.DataBuilder",
            documentation: field.documentation, call: "initData(byteCount: byteCount)", into: &printer)
        for type in ["Swift.RawSpan", "[Swift.UInt8]"] {
            function.emit(
                "\(names.set)(_ value: \(type))", documentation: field.documentation, call: "setData(value)",
                into: &printer)
        }
        let documentation = [
            "Makes `\(names.property)` of memory outside the message, without copying; `owner` keeps it alive. See",
            "`PointerBuilder.adoptData` for what the caller promises.",
        ]
        function.emit(
            "\(names.adopt)(_ memory: Swift.UnsafeRawBufferPointer, owner: any Swift.AnyObject & Swift.Sendable)",
            documentation: documentation, call: "adoptData(memory, owner: owner)", isUnsafe: true, into: &printer)
    }

    private func emitStruct(
        _ field: FieldModel, _ name: String, _ function: FunctionEmitter, _ access: SlotAccess,
        into printer: inout CodePrinter
    ) {
        if function.choice == nil {
            let fallback = access.pointerDefault.map { ", default: \($0)" } ?? ""
            printer.documentation(field.documentation)
            options.emitInliningAlways(into: &printer)
            printer.block("\(options.accessLevel.modifier)var \(field.names.property): \(name).Builder") { printer in
                printer.line(
                    "get throws(CapnProto.WireError) { try \(function.pointer).structure(as: \(name).self\(fallback)) }"
                )
            }
        }
        function.emit(
            "\(field.names.initialise)()", returning: "\(name).Builder", documentation: field.documentation,
            call: "initStructure(as: \(name).self)", into: &printer)
        function.emit(
            "\(field.names.set)(_ value: \(name).Reader)", documentation: field.documentation,
            call: "setStructure(value)", into: &printer)
    }

    private func emitList(
        _ field: FieldModel, _ element: TypeModel, _ function: FunctionEmitter, into printer: inout CodePrinter
    ) {
        let names = field.names
        function.emit(
            "\(names.initialise)(count: Swift.Int)", returning: "CapnProto.ListBuilder<\(element.element)>",
            documentation: field.documentation, call: "initList(count: count)", into: &printer)
        switch element {
        case .number:
            function.emit(
                "\(names.set)(_ values: Swift.Span<\(element.element)>)", documentation: field.documentation,
                call: "setList(values)", into: &printer)
            fallthrough
        case .bool, .enumeration, .text:
            let value = if case .text = element { "Swift.String" } else { element.element }
            function.emit(
                "\(names.set)(_ values: some Swift.Collection<\(value)>)", documentation: field.documentation,
                call: "setList(values)", into: &printer)
        default:
            function.emit(
                "\(names.set)(copying value: CapnProto.ListReader<\(element.element)>)",
                documentation: field.documentation, call: "setList(copying: value)", into: &printer)
        }
    }

    private func emitAnyPointer(_ field: FieldModel, _ function: FunctionEmitter, into printer: inout CodePrinter) {
        printer.documentation(field.documentation)
        options.emitInliningAlways(into: &printer)
        let access = options.accessLevel.modifier
        guard let choice = function.choice else {
            return printer.block("\(access)var \(field.names.property): CapnProto.PointerBuilder") { printer in
                printer.line(function.pointer)
            }
        }
        printer.block("\(access)func \(field.names.initialise)() -> CapnProto.PointerBuilder") { printer in
            printer.line(choice)
            printer.line("return \(function.pointer)")
        }
    }

    private func emitHas(_ field: FieldModel, _ slot: SlotModel, into printer: inout CodePrinter) {
        printer.line("/// Whether `\(field.names.property)` is set.")
        options.emitInlining(into: &printer)
        printer.block("\(options.accessLevel.modifier)var \(field.names.has): Swift.Bool") { printer in
            printer.line("raw.hasPointer(at: \(slot.offset))")
        }
    }
}
