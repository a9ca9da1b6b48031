internal import Foundation

/// Where the services' programs are.
package struct ServicePrograms: Hashable, Sendable {
    /// The folder of all three.
    package let folder: String

    /// Those in a folder; without one, those beside this program.
    ///
    /// Throws `.missingProgram` for the first that isn't there.
    package init(in folder: String?) throws(LaunchError) {
        let own = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        self.folder = folder ?? ((own ?? CommandLine.arguments[0]) as NSString).deletingLastPathComponent
        for label in [ServiceLabel.compute, .orchestrator, .trainer(1)] {
            let path = path(of: label)
            guard FileManager.default.isExecutableFile(atPath: path) else { throw .missingProgram(path: path) }
        }
    }

    /// The program of a service.
    package func path(of label: ServiceLabel) -> String { "\(folder)/\(label.program)" }
}
