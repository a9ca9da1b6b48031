extension GeneratorOptions {
    /// What stands behind the name of a type that has parameters.
    func genericClause(_ parameters: [String]) -> String {
        if parameters.isEmpty { return "" }
        return "<" + parameters.map { $0 + ": CapnProto.CapnProtoPointee" }.joined(separator: ", ") + ">"
    }
}
