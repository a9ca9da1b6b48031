internal import Reduction

extension LeaseEngine {
    /// Whether an audit needs to hear from a lease's trainer what the node is, although it is covered.
    func wantsWord(under lease: HeldLease) -> Bool {
        guard let audit = current?.audits.first(where: { $0.node == lease.node }) else { return false }
        return audit.wants(membership.name(of: lease.trainer))
    }

    /// Takes note of what a pushed value says about an audited node; true where somebody had been asked for it.
    mutating func noteWord(
        on lease: HeldLease, bucket: Int, admission: Admission, from trainer: TrainerID,
        fingerprint: () -> Fingerprint?
    ) -> Bool {
        // Also where smaller nodes were first to cover a part: two trainers' words about this node are compared all the
        // same, or an audit that began in another bucket would wait for ever.
        guard admission != .notANode, var progress = current else { return false }
        if progress.isCareful, admission == .accepted { progress.beginAudit(of: lease.node, cause: .careful) }
        guard let position = progress.audits.firstIndex(where: { $0.node == lease.node }),
            let fingerprint = fingerprint()
        else { return false }
        current = nil
        let name = membership.name(of: trainer)
        let finding = progress.audits[position].note(fingerprint, bucket: bucket, from: name, lease: lease.id)
        let audit = progress.audits[position]
        current = progress
        if bucket == 0 { account.update(name) { $0.audited += 1 } }
        switch finding {
        case .nothing: dropWitnesses(of: audit)
        case .wrong(let name, let witnesses): expel(name, for: audit, witnesses: witnesses)
        }
        return true
    }

    /// Two agree: who was asked as well, and has not begun, needn't say anything.
    private mutating func dropWitnesses(of audit: Audit) {
        guard audit.state == .settled, let progress = current, progress.covers(audit.node.leaves) else { return }
        for lease in progress.activeLeases where lease.node == audit.node && lease.answered.count == 0 {
            current?.end(lease.id, as: .done)
            revoke(lease, of: progress.round, for: .settled)
        }
    }

    /// Someone was proven wrong: it is out, and what it computed of the round is redone.
    private mutating func expel(_ name: String, for audit: Audit, witnesses: [String]) {
        guard let round else { return }
        let contributed = current?.contributions.joined().contains { membership.name(of: $0.trainer) == name } ?? false
        let members = membership.present.filter { membership.name(of: $0) == name }
        let expulsion = Expulsion(
            name: name, members: members, round: round, leaves: audit.node.leaves, witnesses: witnesses)
        _ = membership.expel(name: name, reason: expulsion.description)
        account.noteExpulsion(of: name, for: expulsion.description)
        decisions.append(.expel(expulsion))
        for member in members {
            account.noteDeparture(of: name)
            giveUpLeases(of: member, for: .trainerLeft(name))
        }
        if var progress = current {
            current = nil
            for index in progress.audits.indices { progress.audits[index].forget(name) }
            current = progress
        }
        if contributed { redo(because: .expelled(name)) }
    }

    /// Leases nodes of open audits to trainers that haven't said what they are.
    mutating func askWitnesses(at now: Duration) {
        if var progress = current, !progress.audits.isEmpty {
            current = nil
            askWitnesses(of: &progress, at: now)
            current = progress
        }
        if var progress = ahead, !progress.audits.isEmpty {
            ahead = nil
            askWitnesses(of: &progress, at: now)
            ahead = progress
        }
    }

    private mutating func askWitnesses(of progress: inout RoundProgress, at now: Duration) {
        for index in progress.audits.indices {
            let audit = progress.audits[index]
            guard audit.state == .open else { continue }
            let asked = progress.activeLeases.filter { $0.node == audit.node }.map { membership.name(of: $0.trainer) }
            // A planned one with nobody at it yet is leased as work first.
            guard audit.needsAnother(beside: asked), !asked.isEmpty || !audit.names.isEmpty else { continue }
            if let witness = witness(for: audit, beside: asked, in: progress) {
                progress.audits[index].stuckSince = nil
                let speed = speeds(of: [witness], in: progress.round.phase)[0]
                grant(audit.node, of: &progress, to: witness, speed: speed, for: .witness(audit.cause), at: now)
            } else if audit.cause == .notFinite, let alone = membership.live.first, asked.isEmpty, !audit.allowsSelf,
                membership.live.count == 1
            {
                progress.audits[index].allowsSelf = true
                let speed = speeds(of: [alone], in: progress.round.phase)[0]
                grant(audit.node, of: &progress, to: alone, speed: speed, for: .witness(audit.cause), at: now)
            }
        }
    }

    /// Whoever is through first of those that can be asked.
    private func witness(for audit: Audit, beside asked: [String], in progress: RoundProgress) -> TrainerID? {
        let candidates = membership.punctual.filter { trainer in
            let name = membership.name(of: trainer)
            return !asked.contains(name) && !audit.names.contains(name) || !asked.contains(name) && audit.wants(name)
        }
        guard candidates.count > 1 else { return candidates.first }
        let workers = workers(candidates, speeds(of: candidates, in: progress.round.phase), in: progress)
        return zip(candidates, workers).min { left, right in
            let times = [left, right].map { Double($0.1.load + audit.node.count) / $0.1.speed }
            return (times[0], left.0) < (times[1], right.0)
        }?.0
    }

    /// Ends the audits of a covered round that nobody can be asked about, and the run where trainers disagree for good.
    mutating func closeAudits(at now: Duration) {
        guard let progress = current, progress.isCovered, progress.audits.contains(where: { $0.state == .open }) else {
            return closeNotFinite()
        }
        for index in progress.audits.indices {
            let audit = progress.audits[index]
            guard audit.state == .open, !progress.activeLeases.contains(where: { $0.node == audit.node }),
                witness(for: audit, beside: [], in: progress) == nil
            else { continue }
            guard audit.isDisputed else {
                if audit.cause != .notFinite { current?.audits[index].waive() }
                continue
            }
            let since = audit.stuckSince ?? now
            current?.audits[index].stuckSince = since
            if now - since >= policy.arbitrationPatience {
                fail(.dispute(step: progress.round.step, leaves: audit.node.leaves, between: audit.names))
            }
        }
        closeNotFinite()
    }

    /// A value that isn't finite and that two agree on ends the run.
    private mutating func closeNotFinite() {
        guard let progress = current,
            let audit = progress.audits.first(where: { $0.cause == .notFinite && $0.state == .settled })
        else { return }
        fail(
            .diverged(
                step: progress.round.step, bucket: audit.requiredBuckets.first ?? 0, confirmedBy: audit.names))
    }

    // MARK: Rounds that don't count

    /// Asks a second trainer about accepted nodes; false where none of them is known.
    mutating func doubt(_ suspects: [(leaves: Leaves, fingerprint: Fingerprint)], bucket: Int) -> Bool {
        guard var progress = current else { return false }
        var isKnown = false
        for suspect in suspects {
            guard let own = progress.contributions[bucket].first(where: { $0.node.leaves == suspect.leaves }) else {
                continue
            }
            isKnown = true
            progress.audits.removeAll { $0.node == own.node }
            progress.beginAudit(of: own.node, cause: .notFinite, buckets: [bucket])
            guard let index = progress.audits.firstIndex(where: { $0.node == own.node }) else { continue }
            _ = progress.audits[index].note(
                suspect.fingerprint, bucket: bucket, from: membership.name(of: own.trainer), lease: own.lease)
        }
        current = progress
        return isKnown
    }

    mutating func redoCarefully(because reason: Redo.Reason) {
        current?.isCareful = true
        redo(because: reason)
    }

    mutating func redo(because reason: Redo.Reason) {
        guard let round else { return }
        hasAnnouncedCommit = false
        account.totals.roundsRedone += 1
        current?.reset(for: .redone)
        decisions.append(.redo(Redo(round: round, reason: reason)))
    }

    func contributorNames(bucket: Int) -> [String] {
        Set(current?.contributions[bucket].map { membership.name(of: $0.trainer) } ?? []).sorted()
    }

    /// The round under way is committed: whose work it was counts from now.
    mutating func closeAccount() {
        guard let progress = current else { return }
        account.totals.auditsDone += UInt64(progress.audits.count { $0.state == .settled })
        account.totals.auditsWaived += UInt64(progress.audits.count { $0.state == .waived })
        guard progress.round.phase == .training else { return }
        account.steps += 1
        account.microBatches += UInt64(progress.leafCount)
        var counts: [TrainerID: Int] = [:]
        for contribution in progress.contributions[0] {
            counts[contribution.trainer, default: 0] += contribution.node.count
        }
        var names: Set<String> = []
        for (trainer, count) in counts {
            let name = membership.name(of: trainer)
            let isFirst = names.insert(name).inserted
            account.update(name) {
                $0.microBatches += UInt64(count)
                if isFirst { $0.steps += 1 }
            }
        }
    }
}

extension RoundProgress {
    /// Audits a node, unless it is audited already.
    mutating func beginAudit(of node: NodeInterval, cause: Audit.Cause, buckets: Set<Int>? = nil) {
        guard !audits.contains(where: { $0.node == node }) else { return }
        audits.append(Audit(node, cause: cause, bucketCount: bucketCount, buckets: buckets))
        audits.sort { $0.node.leaves < $1.node.leaves }
    }
}
