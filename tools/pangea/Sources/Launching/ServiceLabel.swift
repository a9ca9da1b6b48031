/// One of the processes of a run on this machine.
package enum ServiceLabel: Hashable, Sendable, Comparable, CustomStringConvertible {
    case compute
    case orchestrator
    /// Counted from 1.
    case trainer(Int)

    /// Its name in logs, files and summaries.
    package var description: String {
        switch self {
        case .compute: "compute"
        case .orchestrator: "orchestrator"
        case .trainer(let number): "trainer-\(number)"
        }
    }

    /// The program that it is.
    package var program: String {
        if case .trainer = self { "trainer" } else { description }
    }

    /// Whether it writes its ports to a file once it listens.
    package var listens: Bool {
        if case .trainer = self { false } else { true }
    }
}
