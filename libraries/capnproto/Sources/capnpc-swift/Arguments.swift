internal import CapnProtoGeneration

/// What the command was asked to do.
struct Arguments {
    var files: [String] = []
    var output = "."
    var importPaths: [String] = []
    var sourcePrefixes: [String] = []
    var options = GeneratorOptions()
    var wantsHelp = false

    /// Reads the arguments behind the command's name.
    init(_ arguments: some Sequence<String>) throws(ArgumentError) {
        var rest = arguments.makeIterator()
        while let argument = rest.next() {
            func value() throws(ArgumentError) -> String {
                guard let value = rest.next() else { throw .missingValue(option: argument) }
                return value
            }
            switch argument {
            case "-h", "--help": wantsHelp = true
            case "-o", "--output": output = try value()
            case "-I", "--import-path": importPaths.append(try value())
            case "--src-prefix": sourcePrefixes.append(try value())
            case "--access":
                let name = try value()
                guard let level = AccessLevel(rawValue: name) else { throw .unknownAccessLevel(name) }
                options.accessLevel = level
            case "--runtime-scope": options.runtimeScope = try value()
            case _ where argument.hasPrefix("-"): throw .unknownOption(argument)
            default: files.append(argument)
            }
        }
    }
}
