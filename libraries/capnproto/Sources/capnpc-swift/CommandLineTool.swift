private import CapnProtoGeneration

/// The command: arguments in, files and an exit status out.
@main
struct CommandLineTool {
    static let help = """
        USAGE: capnpc-swift [--output DIR] [--import-path DIR]... [--src-prefix DIR]... [--access LEVEL] FILE...
               capnp compile -oswift[:DIR] FILE...

        Generates Swift from Cap'n Proto schemas: from FILE.capnp, DIR/FILE.capnp.swift. A file whose content would be the
        same is left untouched.

        Without a FILE it is a plug-in of the `capnp` tool: it reads a CodeGeneratorRequest from standard input and
        writes to the current folder. Both ways give the same bytes.

        OPTIONS:
          -o, --output DIR       Where to write. The current folder without it.
          -I, --import-path DIR  Where to look for imports that start with a slash, before the system's folders.
              --src-prefix DIR   What to cut off a FILE's path for the path below the output folder. Without it the
                                 FILE's own folder is.
              --access LEVEL     Who may use what is generated: public, package or internal. Public without it.
              --runtime-scope TYPE
                                 Makes bindings that are part of the runtime itself, in an extension of TYPE.
          -h, --help             Show this.

        Errors are printed as FILE:LINE:COLUMN: error: MESSAGE, and the exit status is 1. Wrong arguments make it 2.
        """

    static func main() {
        do {
            let arguments = try Arguments(CommandLine.arguments.dropFirst())
            if arguments.wantsHelp { return print(help) }
            let request =
                arguments.files.isEmpty
                ? try FileSystem.readStandardInput()
                : try SchemaCompiler.request(for: arguments)
            for file in try Generator.generate(request: request, options: arguments.options) {
                try FileSystem.store(file.content, to: arguments.output, path: file.path)
            }
        } catch let error as ArgumentError {
            FileSystem.fail("capnpc-swift: error: \(error)\nTry 'capnpc-swift --help'.", status: 2)
        } catch let error as SchemaErrors {
            FileSystem.fail("\(error)", status: 1)
        } catch {
            FileSystem.fail("capnpc-swift: error: \(error)", status: 1)
        }
    }
}
