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
        case .interface(let name):
            emitInterface(field, name, function, into: &printer)
        case .parameter(let name):
            emitParameter(field, name, function, into: &printer)
        default:
            emitAnyPointer(field, function, into: &printer)
        }
        emitOrphans(field, function, into: &printer)
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
            emitProperty(
                field, type: "\(name).Builder",
                expression: "\(function.pointer).structure(as: \(name).self\(fallback))", into: &printer)
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

    private func emitInterface(
        _ field: FieldModel, _ name: String, _ function: FunctionEmitter, into printer: inout CodePrinter
    ) {
        let type = "CapnProto.Capability<\(name)>?"
        if function.choice == nil {
            emitProperty(field, type: type, expression: "\(function.pointer).capability()", into: &printer)
        }
        function.emit(
            "\(field.names.set)(_ capability: \(type))", documentation: field.documentation,
            call: "setCapability(capability)", into: &printer)
    }

    /// Emits what a field offers whose type is a parameter, and what it offers for some arguments only.
    private func emitParameter(
        _ field: FieldModel, _ name: String, _ function: FunctionEmitter, into printer: inout CodePrinter
    ) {
        let names = field.names
        let documentation = field.documentation
        if function.choice == nil {
            emitProperty(
                field, type: "\(name).PointeeBuilder", expression: "\(name).pointee(at: \(function.pointer))",
                into: &printer)
        }
        function.emit(
            "\(names.initialise)()", returning: "\(name).PointeeBuilder", documentation: documentation,
            expression: "\(name).initPointee(at: \(function.pointer))", into: &printer)
        // The schema language has no underscores: the parameter hides no other.
        function.emit(
            "\(names.initialise)<_Element: CapnProto.ListElement>(count: Swift.Int)",
            returning: "CapnProto.ListBuilder<_Element>", documentation: documentation,
            call: "initList(count: count)", condition: "\(name) == CapnProto.CapnProtoList<_Element>", into: &printer)
        function.emit(
            "\(names.initialise)(byteCount: Swift.Int)", returning: "CapnProto.DataBuilder",
            documentation: documentation, call: "initData(byteCount: byteCount)",
            condition: "\(name) == CapnProto.CapnProtoData", into: &printer)
        function.emit(
            "\(names.set)(_ value: \(name).PointeeReader)", documentation: documentation,
            expression: "\(name).setPointee(value, at: \(function.pointer))", into: &printer)
    }

    private func emitProperty(
        _ field: FieldModel, type: String, expression: String, into printer: inout CodePrinter
    ) {
        printer.documentation(field.documentation)
        options.emitInliningAlways(into: &printer)
        printer.block("\(options.accessLevel.modifier)var \(field.names.property): \(type)") { printer in
            printer.line("get throws(CapnProto.WireError) { try \(expression) }")
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

    /// Emits what takes the object away from the field, and gives it another one.
    ///
    /// A union's other members have nothing to take away, and are replaced only once the orphan is in its place.
    private func emitOrphans(_ field: FieldModel, _ function: FunctionEmitter, into printer: inout CodePrinter) {
        let names = field.names
        let access = options.accessLevel.modifier
        printer.line("/// Takes what `\(names.property)` leads to away from it; nil where it isn't set.")
        options.emitInlining(into: &printer)
        let disown = "\(access)func \(names.disown)() throws(CapnProto.WireError) -> CapnProto.Orphan?"
        printer.block(disown) { printer in
            if let discriminant = field.discriminant {
                printer.line("if discriminant != \(discriminant) { return nil }")
            }
            printer.line("\(function.choice == nil ? "" : "return ")try \(function.pointer).disown()")
        }
        printer.line("/// Makes `\(names.property)` lead to an orphan of the same message.")
        options.emitInlining(into: &printer)
        let orphan = "_ orphan: consuming CapnProto.Orphan"
        printer.block("\(access)func \(names.adopt)(\(orphan)) throws(CapnProto.WireError)") { printer in
            printer.line("try \(function.pointer).adopt(orphan)")
            if let choice = function.choice { printer.line(choice) }
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
