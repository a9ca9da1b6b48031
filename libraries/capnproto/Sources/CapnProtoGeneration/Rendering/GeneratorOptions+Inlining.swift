extension GeneratorOptions {
    /// Emits the attribute that lets callers in other modules inline what follows.
    func emitInlining(into printer: inout CodePrinter) {
        if let attribute = accessLevel.inlining { printer.line(attribute) }
    }

    /// Emits the attributes of what returns a reader or a builder: inlined, it counts no reference to the message.
    func emitInliningAlways(into printer: inout CodePrinter) {
        emitInlining(into: &printer)
        printer.line("@inline(__always)")
    }
}
