internal import Reduction

extension LeaseEngine {
    /// Asks those that are left out of the round for being slow for one leaf, at its beginning.
    ///
    /// Another one has the leaf too, whose value counts: the trial costs the round nothing, and whoever is through with
    /// it before the round is over is measured. Of who isn't nothing comes, because trainers drop what is of a round gone
    /// by: it is as slow as it was taken to be, and is asked less and less often.
    mutating func tryLeftOut(at now: Duration) {
        guard let progress = current, progress.startedAt != nil, progress.pending.isEmpty, !progress.isTouched else {
            return
        }
        let busy = Set(progress.activeLeases.map(\.trainer))
        let trainers = membership.punctual
        let speeds = speeds(of: trainers, in: progress.round.phase)
        guard let fastest = speeds.compactMap(\.self).max() else { return }
        for (trainer, speed) in zip(trainers, speeds) where !busy.contains(trainer) {
            // What it was at before is no longer waited for.
            membership.update(trainer) { $0.unanswered = nil }
            guard let speed, Division.isSlow(speed, beside: fastest), let record = membership.records[trainer],
                record.trial?.round != progress.round, record.nextTrial <= now
            else { continue }
            grantTrial(to: trainer, speed: speed, at: now)
        }
    }

    private mutating func grantTrial(to trainer: TrainerID, speed: Double, at now: Duration) {
        guard let progress = current else { return }
        let grant = Grant(
            id: account.totals.leasesIssued + 1, trainer: trainer, round: progress.round,
            leaves: Leaves(progress.leafCount - 1..<progress.leafCount),
            deadline: policy.deadline(leafCount: 1, speed: speed), reason: .trial)
        account.note(grant, for: membership.name(of: trainer))
        membership.update(trainer) {
            $0.trial = MemberRecord.Trial(
                lease: grant.id, round: grant.round, leaves: grant.leaves, start: now,
                answered: BucketSet(bucketCount: progress.bucketCount))
            $0.nextTrial = now + $0.trialDelay.fail()
        }
        decisions.append(.grant(grant))
    }

    /// Takes note of a push under a trial of the round under way; false where it is none.
    mutating func noteTrial(
        _ lease: UInt64, _ leaves: Leaves, bucket: Int, of round: Round, from trainer: TrainerID, at now: Duration
    ) -> Bool {
        guard var trial = membership.records[trainer]?.trial, trial.lease == lease, trial.leaves == leaves,
            trial.round == round, let current, current.round == round, current.coverage.indices.contains(bucket)
        else { return false }
        let before = trial.answered.count
        trial.answered.insert(bucket)
        let isDone = before < current.bucketCount && trial.answered.count == current.bucketCount
        let policy = policy
        membership.update(trainer) {
            $0.trial = trial
            guard isDone else { return }
            $0.freeSince = now
            let before = $0.pace[round.phase]?.mean ?? 0
            $0.pace.measure(round.phase, leafCount: leaves.count, elapsed: now - trial.start, by: policy)
            guard let after = $0.pace[round.phase]?.mean, after > before * policy.rebalanceGain else { return }
            // It is getting faster: it is worth while to look again.
            $0.trialDelay.succeed()
            $0.nextTrial = now
        }
        return true
    }
}
