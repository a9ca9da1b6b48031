private import CSchemaParser

/// Parses schema files with the reference parser.
///
/// The only place that talks to it.
enum SchemaCompiler {
    /// The bytes of a `CodeGeneratorRequest` for the files that the arguments name.
    static func request(for arguments: Arguments) throws -> [UInt8] {
        let prefixes = arguments.files.map { arguments.sourcePrefixes + [folder(of: $0)] }
        // A file's own folder is cut off where no prefix was asked for.
        let cut = arguments.sourcePrefixes.isEmpty ? prefixes.flatMap { $0 } : arguments.sourcePrefixes
        return unsafe try withStrings(arguments.files) { files in
            unsafe try withStrings(arguments.importPaths) { importPaths in
                unsafe try withStrings(cut) { prefixes in
                    // The arrays live during the call, which keeps nothing of them.
                    let result = unsafe schemaParserParse(
                        files.baseAddress, files.count, importPaths.baseAddress, importPaths.count,
                        prefixes.baseAddress, prefixes.count)
                    defer { unsafe schemaParserFree(result) }
                    return unsafe try bytes(of: result)
                }
            }
        }
    }

    private static func bytes(of result: SchemaParserResult) throws -> [UInt8] {
        // The result's counts say how much its pointers point to.
        if unsafe result.errorCount > 0 {
            let errors = unsafe UnsafeBufferPointer(start: result.errors, count: result.errorCount)
            throw SchemaErrors(lines: unsafe errors.map { unsafe line(for: $0) })
        }
        return unsafe [UInt8](UnsafeBufferPointer(start: result.request, count: result.requestByteCount))
    }

    private static func line(for error: SchemaParserError) -> String {
        // Both are strings that the parser made.
        let file = unsafe String(cString: error.file)
        let message = unsafe String(cString: error.message)
        let position = unsafe error.line == 0 ? "" : "\(error.line):\(error.column):"
        return "\(file):\(position) error: \(message)"
    }

    private static func folder(of file: String) -> String {
        let components = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        if components.isEmpty { return "." }
        return components == [""] ? "/" : components.joined(separator: "/")
    }

    /// Calls `body` with the strings as C wants them, which are valid during the call.
    private static func withStrings<Result>(
        _ strings: [String], _ body: (UnsafeBufferPointer<UnsafePointer<CChar>?>) throws -> Result
    ) rethrows -> Result {
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for string in strings {
            offsets.append(bytes.count)
            bytes += string.utf8CString
        }
        return unsafe try bytes.withUnsafeBufferPointer { characters in
            // Every offset lies inside `characters`.
            let pointers = unsafe offsets.map { offset in unsafe characters.baseAddress.map { unsafe $0 + offset } }
            return unsafe try pointers.withUnsafeBufferPointer(body)
        }
    }
}
