internal import Faults
internal import Learning
internal import LeaseEngine
internal import Reduction

extension TrainingRun {
    /// Writes down whose sums a step is made of, by bucket and leaf, where the environment asks for it.
    func traceCommit(of step: UInt64) {
        guard let file = TraceFile.armed else { return }
        let leaves = 0..<context.plan.leafCount(of: Round(.training, step: step))
        for bucket in 0..<context.buckets.count {
            let trainers = leaves.map { leaf in
                let trainer = engine.contributors(to: Leaves(leaf..<leaf + 1), bucket: bucket).first
                return "\"\(trainer.map(engine.membership.name(of:)) ?? "")\""
            }
            file.append(
                "{\"step\":\(step),\"bucket\":\(bucket),\"trainers\":[\(trainers.joined(separator: ","))]}")
        }
    }
}
