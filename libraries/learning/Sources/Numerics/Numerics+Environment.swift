extension Numerics {
    /// The environment variables that must be set before the process starts, for these numerics to be in force.
    ///
    /// OpenBLAS reads them while it is loaded, so a process that lacks them executes itself again. `NUMERICS.md` says
    /// which other variables were tried and change nothing.
    public var environment: [String: String] {
        ["OPENBLAS_CORETYPE": blasKernel, "OPENBLAS_NUM_THREADS": "\(blasThreads)"]
    }

    /// What this process runs with.
    public static func inForce() -> Numerics {
        Numerics(blasKernel: BLASEnvironment.kernel, blasThreads: BLASEnvironment.threads)
    }

    /// Throws `numericsNotInForce` unless this process runs with these numerics.
    ///
    /// In a process that was started with `environment` this happens where the processor lacks the kernel, or has
    /// fewer cores than threads are asked for.
    public func requireInForce() throws(LearningError) {
        let got = Self.inForce()
        guard got == self else { throw .numericsNotInForce(expected: self, got: got) }
    }
}
