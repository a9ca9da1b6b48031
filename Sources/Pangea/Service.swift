/// One of the services that make up Pangea; its raw value is the name of its executable.
///
/// Building this module builds all of them, and `pangea`, which runs them.
public enum Service: String, CaseIterable, Sendable {
    /// Owns a run: membership, leases, reduction, optimiser and checkpoints.
    case orchestrator

    /// Owns the data: reads formats, preprocesses, and answers with micro-batches.
    case compute

    /// Owns one replica of the model: computes the gradients that it is given leases for.
    case trainer
}
