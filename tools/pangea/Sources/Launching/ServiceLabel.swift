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
    package var program: String { isTrainer ? "trainer" : description }

    /// Whether it is one of the trainers.
    package var isTrainer: Bool {
        if case .trainer = self { true } else { false }
    }
}
