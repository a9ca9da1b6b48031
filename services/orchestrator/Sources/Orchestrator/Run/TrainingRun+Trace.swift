internal import Faults
internal import Learning
internal import LeaseEngine
internal import Reduction

extension TrainingRun {
    /// Whether the environment asks for what is committed.
    var isTraced: Bool { TraceFile.armed != nil }

    /// Writes down whose sums a step is made of, by bucket and leaf, and each bucket's ledger, where the environment
    /// asks for it.
    func traceCommit(of step: UInt64, ledgers: [UInt64]) {
        guard let file = TraceFile.armed else { return }
        let leaves = 0..<context.plan.leafCount(of: Round(.training, step: step))
        for (bucket, ledger) in ledgers.enumerated() {
            let trainers = leaves.map { leaf in
                let trainer = engine.contributors(to: Leaves(leaf..<leaf + 1), bucket: bucket).first
                return "\"\(trainer.map(engine.membership.name(of:)) ?? "")\""
            }
            file.append(
                """
                {"step":\(step),"bucket":\(bucket),"ledger":\(ledger),"trainers":[\(trainers.joined(separator: ","))]}
                """)
        }
    }
}
