import PackagePlugin

/// Generates Swift from every schema of a target, before the target is compiled and whenever a schema changes.
@main
struct GenerateCapnProto: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        guard let target = target as? any SourceModuleTarget else { return [] }
        let schemas = target.sourceFiles(withSuffix: "capnp").map(\.url)
        let tool = try context.tool(named: "capnpc-swift")
        return schemas.map { schema in
            let output = context.pluginWorkDirectoryURL
            return .buildCommand(
                displayName: "Generating Swift from \(schema.lastPathComponent)",
                executable: tool.url,
                arguments: [
                    "--output", output.path, "--import-path", target.directoryURL.path, schema.path,
                ],
                // A schema may import any other of the target.
                inputFiles: schemas,
                outputFiles: [output.appending(path: schema.lastPathComponent + ".swift")])
        }
    }
}
