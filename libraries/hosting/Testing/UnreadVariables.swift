public import ArgumentParser
internal import Hosting

/// Says of which variables a command makes nothing, and why; empty when each is really read.
///
/// For each variable the command is parsed with a sample value from the environment, and with the same value as an
/// argument: both have to give the same command, and another one than without. `required` gives values to the
/// arguments that the command can't do without.
public func unreadVariables(
    of command: any ParsableCommand.Type, subcommand: [String] = [], required: [String: String]
) -> [String] {
    let variables = CommandVariables(of: command, for: subcommand)
    return variables.all.compactMap { variable in
        let others = variables.all.filter { $0 != variable && required[$0.argument] != nil }
            .map { argument(for: $0, required[$0.argument] ?? "") }
        let line = subcommand + others
        let samples = variable.kind == .flag ? ["true"] : ["4321", "sample:4321", "debug", "json", "always"]
        for sample in samples {
            guard let given = try? parsed(command, line + [argument(for: variable, sample)]) else { continue }
            guard let completed = try? variables.complete(line, from: [variable.name: sample]),
                (try? parsed(command, completed.arguments)) == given
            else { return "\(variable.name)=\(sample) isn't read as \(argument(for: variable, sample))" }
            let without = try? parsed(
                command, line + (required[variable.argument].map { [argument(for: variable, $0)] } ?? []))
            return without == given ? "\(variable.name)=\(sample) changes nothing" : nil
        }
        return "\(variable.name): none of \(samples) is accepted"
    }
}

private func argument(for variable: CommandVariables.Variable, _ value: String) -> String {
    switch variable.kind {
    case .option: "--\(variable.argument)=\(value)"
    case .flag: "--\(variable.argument)"
    case .positional: value
    }
}

/// All that a parsed command holds.
private func parsed(_ command: any ParsableCommand.Type, _ arguments: [String]) throws -> String {
    var text = ""
    dump(try command.parseAsRoot(arguments), to: &text)
    return text
}
