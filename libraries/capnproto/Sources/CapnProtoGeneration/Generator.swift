/// Swift from schemas: reads a request, makes a model of each file in it, and renders that.
public enum Generator {
    /// Generates a Swift file for each file that the request asks for.
    ///
    /// `request` holds a `CodeGeneratorRequest` as `capnp compile` sends it to a plug-in. The result depends on nothing
    /// but the schemas and the options.
    public static func generate(
        request: [UInt8], options: GeneratorOptions = GeneratorOptions()
    ) throws(GenerationError) -> [GeneratedFile] {
        let graph = try SchemaGraph(request: request, hasScope: options.runtimeScope != nil)
        var files: [GeneratedFile] = []
        for file in graph.requestedFiles {
            let model = try ModelMaker(graph: graph).file(file)
            let schema = options.runtimeScope == nil ? try SchemaCollector(graph: graph, file: file.id).schema() : nil
            let content = FileRenderer(options: options).render(model, schema: schema)
            files.append(GeneratedFile(path: file.name + ".swift", content: content))
        }
        return files
    }
}
