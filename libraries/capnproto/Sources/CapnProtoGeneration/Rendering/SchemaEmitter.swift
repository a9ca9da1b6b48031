/// Emits what a file says about its schema at run time: the nodes, and for each type the way to its own.
///
/// All of it stands behind the declarations, in extensions: types can be generic, and then hold no stored constants.
struct SchemaEmitter {
    let options: GeneratorOptions

    func emit(_ model: EmbeddedSchemaModel, into printer: inout CodePrinter) {
        emitNodes(model, into: &printer)
        for type in model.types {
            switch type.kind {
            case .structure, .group:
                printer.block("extension \(type.path)") { printer in
                    emitProperty("StructSchema", type, of: model, into: &printer)
                }
                for (part, conformance) in [
                    ("Reader", "CapnProtoReflectedReader"), ("Builder", "CapnProtoReflectedBuilder"),
                ] {
                    printer.block("extension \(type.path).\(part): CapnProto.\(conformance)") { printer in
                        emitProperty("StructSchema", type, of: model, into: &printer)
                    }
                }
            case .enumeration:
                printer.block("extension \(type.path)") { emitProperty("EnumSchema", type, of: model, into: &$0) }
            case .interface:
                printer.block("extension \(type.path)") { emitProperty("InterfaceSchema", type, of: model, into: &$0) }
            }
        }
    }

    private func emitProperty(
        _ kind: String, _ type: EmbeddedSchemaModel.Declared, of model: EmbeddedSchemaModel,
        into printer: inout CodePrinter
    ) {
        let id = "0x\(String(type.id, radix: 16))"
        printer.line("/// What the schema says about this type.")
        printer.block("\(options.accessLevel.modifier)static var schema: CapnProto.\(kind)") { printer in
            printer.line("CapnProto.\(kind)(id: \(id), in: \(constant(model.file)))")
        }
    }

    /// Emits the nodes as one literal of text, which costs the compiler nothing, however many there are.
    private func emitNodes(_ model: EmbeddedSchemaModel, into printer: inout CodePrinter) {
        printer.line("/// The nodes of this file's types, as reflection reads them: a message, packed, in Base64.")
        printer.line(
            "\(options.accessLevel.modifier)let \(constant(model.file)) = CapnProto.SchemaSet(")
        let imports = model.imports.map(constant).joined(separator: ", ")
        printer.line("    imports: { [\(imports)] },")
        printer.line("    nodes: \"\"\"")
        var rest = Substring(model.nodes)
        while !rest.isEmpty {
            printer.line("        \(rest.prefix(104))")
            rest = rest.dropFirst(104)
        }
        printer.line("        \"\"\")")
        printer.gap()
    }

    private func constant(_ file: UInt64) -> String { "_schema_\(String(file, radix: 16))" }
}
