extension GeneratorOptions {
    /// Emits the attribute that lets callers in other modules inline what follows.
    func emitInlining(into printer: inout CodePrinter) {
        if let attribute = accessLevel.inlining { printer.line(attribute) }
    }
}
