/// What runs are called in a picture: as the user says, or as few last components of their paths as tell them apart.
package enum RunNames {
    /// A run as the command line has it: `PATH`, or `NAME=PATH`.
    package struct Argument: Hashable {
        package let name: String?
        package let path: String

        /// Takes what is before the first `=` for a name, unless it looks like a folder.
        package init(_ text: String) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty, !parts[0].contains("/"), !parts[1].isEmpty else {
                (name, path) = (nil, text)
                return
            }
            (name, path) = (String(parts[0]), String(parts[1]))
        }
    }

    /// Names of runs in the order of the arguments, each different if the arguments are.
    package static func names(of arguments: [Argument]) -> [String] {
        let components = arguments.map { argument in
            var parts = argument.path.split(separator: "/").map(String.init).filter { $0 != "." }
            while parts.count > 1, ["run", "history.log"].contains(parts[parts.count - 1]) { parts.removeLast() }
            return parts.isEmpty ? [argument.path] : parts
        }
        let depth = components.map(\.count).max() ?? 1
        for count in 1...max(1, depth) {
            let names = components.map { $0.suffix(count).joined(separator: "/") }
            if Set(names).count == names.count { return zip(arguments, names).map { $0.name ?? $1 } }
        }
        return arguments.map { $0.name ?? $0.path }
    }
}
