public import ArgumentParser
internal import Faults
internal import Foundation

extension AsyncParsableCommand {
    /// Runs the command with the process's arguments and environment, and ends the process.
    ///
    /// Says on standard error what failures the environment arms the process with.
    public static func mainWithEnvironment() async {
        var variables: [String] = []
        do {
            var arguments = Array(CommandLine.arguments.dropFirst())
            do {
                (arguments, variables) = try CommandVariables(of: self, for: arguments)
                    .complete(arguments, from: ProcessInfo.processInfo.environment)
                if let plan = try Faults.checkEnvironment() {
                    let note = "\(FaultPlan.variable) arms: \(plan.faults.map(\.description).joined(separator: "; "))\n"
                    FileHandle.standardError.write(Data(note.utf8))
                }
            } catch {
                throw ValidationError("\(error)")
            }
            var command = try parseAsRoot(arguments)
            variables = []
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            exit()
        } catch {
            if exitCode(for: error) == .validationFailure, !variables.isEmpty {
                let note = "Of the environment, in addition to the arguments: \(variables.joined(separator: ", "))\n"
                FileHandle.standardError.write(Data(note.utf8))
            }
            exit(withError: error)
        }
    }
}
