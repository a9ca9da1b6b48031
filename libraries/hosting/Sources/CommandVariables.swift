public import ArgumentParser
internal import Foundation

/// The environment variables that a command reads: the flag `--some-name` is `PANGEA_SOME_NAME` as well.
///
/// What the command line says wins. A variable that is empty counts as one that isn't set.
public struct CommandVariables: Sendable {
    /// One argument that a variable can give.
    public struct Variable: Hashable, Sendable {
        /// What an argument is.
        public enum Kind: String, Hashable, Sendable {
            /// A flag with a value.
            case option
            /// A flag without one; its variable is `true` or `false`.
            case flag
            /// A value by its place.
            case positional
        }

        /// `PANGEA_…`.
        public let name: String
        /// The flag, without dashes, or the name of the place.
        public let argument: String
        /// What the argument is.
        public let kind: Kind
    }

    /// A variable that can't be what it has to be.
    public struct InvalidVariable: Error, CustomStringConvertible {
        /// Names the variable, what was expected and what was found.
        public let description: String
    }

    /// Those of the command, and of its subcommand where one is meant.
    public let all: [Variable]
    /// The subcommand that the arguments began with.
    private let subcommand: String?

    /// Reads what `command` takes, for a command line that begins with `arguments`.
    ///
    /// A default subcommand has to have its name in its configuration.
    public init(of command: any ParsableCommand.Type, for arguments: [String] = []) {
        let tree = try? JSONDecoder().decode(HelpTree.self, from: Data(command._dumpHelp().utf8)).command
        let subcommands = tree?.subcommands ?? []
        let named = subcommands.first { $0.commandName == arguments.first }
        let meant = named ?? subcommands.first { $0.commandName == tree?.defaultSubcommand }
        subcommand = named?.commandName
        all = ((tree?.arguments ?? []) + (meant?.arguments ?? [])).compactMap(Variable.init)
    }

    /// The command line with what `environment` adds to it, and the names of the variables that added something.
    ///
    /// Throws for a flag's variable that is neither `true` nor `false`.
    public func complete(
        _ arguments: [String], from environment: [String: String]
    ) throws(InvalidVariable) -> (arguments: [String], variables: [String]) {
        let given = given(arguments)
        var (added, used): ([String], [String]) = ([], [])
        for variable in all where !given.contains(variable.argument) {
            guard let value = environment[variable.name], !value.isEmpty else { continue }
            used.append(variable.name)
            switch (variable.kind, value) {
            case (.option, _): added.append("--\(variable.argument)=\(value)")
            case (.positional, _): added.append(value)
            case (.flag, "true"): added.append("--\(variable.argument)")
            case (.flag, "false"): break
            case (.flag, _):
                throw InvalidVariable(description: "\(variable.name): expected true or false, found \"\(value)\"")
            }
        }
        let head = subcommand.map { [$0] } ?? []
        return (head + added + arguments.dropFirst(head.count), used)
    }

    /// What the command line gives itself: flags by name, and places from the first on.
    private func given(_ arguments: [String]) -> Set<String> {
        let valued = Set(all.filter { $0.kind == .option }.map(\.argument))
        var places = all.filter { $0.kind == .positional }.map(\.argument)[...]
        var given: Set<String> = []
        var rest = arguments.dropFirst(subcommand == nil ? 0 : 1)
        while let argument = rest.popFirst() {
            if argument.hasPrefix("--"), argument != "--" {
                let parts = argument.dropFirst(2).split(separator: "=", maxSplits: 1)
                let name = parts.first.map(String.init) ?? ""
                given.insert(name)
                if valued.contains(name), parts.count == 1 { _ = rest.popFirst() }
            } else if !argument.hasPrefix("-"), let place = places.popFirst() {
                given.insert(place)
            }
        }
        return given
    }
}

extension CommandVariables.Variable {
    fileprivate init?(_ argument: HelpTree.Argument) {
        guard let kind = Kind(rawValue: argument.kind),
            let name = kind == .positional
                ? argument.valueName : argument.names?.first(where: { $0.kind == "long" })?.name,
            name != "help", name != "version"
        else { return nil }
        self.init(
            name: "PANGEA_" + name.uppercased().replacing("-", with: "_"), argument: name, kind: kind)
    }
}

/// What ArgumentParser tells of a command, as far as it matters here.
private struct HelpTree: Decodable {
    struct Command: Decodable {
        let commandName: String
        let defaultSubcommand: String?
        let subcommands: [Command]?
        let arguments: [Argument]?
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            let kind: String
            let name: String
        }

        let kind: String
        let names: [Name]?
        let valueName: String?
    }

    let command: Command
}
