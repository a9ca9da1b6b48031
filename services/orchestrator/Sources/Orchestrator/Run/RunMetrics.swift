internal import Foundation
internal import JobFile
public import LeaseEngine
internal import Reduction
internal import RunRecords
private import Synchronization
public import Telemetry
package import Transport

extension MemberActivity: MetricLabel {
    /// The label's name.
    public static let name = "state"
}

extension Verdict.Refusal.Kind: MetricLabel {
    /// The label's name.
    public static let name = "reason"
}

/// What a run shows to Prometheus.
///
/// What becomes of leases and pushes is counted in one place, the lease engine's account.
package struct RunMetrics: Sendable {
    let steps: Counter
    let samples: Counter
    let epochs: Counter
    let committedSteps: Gauge
    let plannedSteps: Gauge
    let trainingLoss: Gauge
    let evaluationLoss: Gauge
    let evaluationAccuracy: Gauge
    let stepTimes: Labelled<WorkPart, Histogram>
    private let account = AccountReading()
    let nodesPushed: Counter
    let gradientBytes: Counter
    let parameterBytes: Counter
    let trainers: Labelled<MemberActivity, Gauge>
    let trainersLost: Counter
    let missingTrainers: Gauge
    let checkpointTimes: Histogram
    let checkpointFailures: Counter
    let lastCheckpoint: Gauge
    let lastCheckpointSteps: Gauge
    let checkpointIntervalSteps: Gauge
    /// Counts the bytes of all connections.
    package let traffic = TrafficMeter()

    /// Registers a run's metrics.
    package init(in registry: MetricRegistry) {
        steps = registry.counter("pangea_steps_total", help: "Training steps that this process committed.")
        samples = registry.counter(
            "pangea_samples_total", help: "Training samples in the steps that this process committed.")
        epochs = registry.counter("pangea_epochs_total", help: "Epochs that this process evaluated.")
        committedSteps = registry.gauge("pangea_run_committed_steps", help: "Committed steps of the whole run.")
        plannedSteps = registry.gauge("pangea_run_planned_steps", help: "Steps that the whole run will have.")
        trainingLoss = registry.gauge("pangea_training_loss", help: "Mean loss a sample of the last training step.")
        evaluationLoss = registry.gauge("pangea_evaluation_loss", help: "Mean loss a sample of the last evaluation.")
        evaluationAccuracy = registry.gauge(
            "pangea_evaluation_accuracy_ratio", help: "Share of samples that the last evaluation found right, 0 to 1.")
        stepTimes = registry.histograms(
            "pangea_step_seconds",
            help:
                "Time of a training step: waiting for gradients, adding them (reduce), the optimiser and queueing parameters "
                + "(compute), and queueing leases (send).",
            bounds: .seconds, by: WorkPart.self)
        nodesPushed = registry.counter(
            "pangea_nodes_pushed_total",
            help: "Nodes of training steps that were pushed, counted in their first bucket.")
        gradientBytes = registry.counter(
            "pangea_gradient_bytes_total", help: "Bytes of the frames that brought gradients.")
        parameterBytes = registry.counter(
            "pangea_parameter_bytes_total", help: "Bytes of the frames that took parameters to trainers.")
        trainers = registry.gauges(
            "pangea_trainers",
            help: "Trainers by what they do; gone counts how often one left, was lost or was expelled.",
            by: MemberActivity.self)
        trainersLost = registry.counter(
            "pangea_trainers_lost_total",
            help: "How often a trainer was gone without having said so, while the run went on.")
        missingTrainers = registry.gauge(
            "pangea_missing_trainers", help: "Trainers that the run waits for; 0 while it goes on.")
        checkpointTimes = registry.histogram(
            "pangea_checkpoint_seconds", help: "Time that writing a checkpoint took.", bounds: .seconds)
        checkpointFailures = registry.counter(
            "pangea_checkpoint_failures_total", help: "Checkpoints that could not be written.")
        lastCheckpoint = registry.gauge(
            "pangea_last_checkpoint_timestamp_seconds", help: "When the newest checkpoint was written, unix time.")
        lastCheckpointSteps = registry.gauge(
            "pangea_last_checkpoint_steps",
            help: "Committed steps that the newest checkpoint holds; 0 before the first.")
        checkpointIntervalSteps = registry.gauge(
            "pangea_checkpoint_interval_steps", help: "Steps after which the job wants another checkpoint.")
        traffic.register(in: registry)
        account.register(in: registry)
    }

    /// Takes note of a committed step.
    func countStep(_ step: UInt64, _ statistics: Statistics) {
        steps.add()
        samples.add(statistics.samples)
        trainingLoss.set(statistics.meanLoss)
        committedSteps.set(Double(step + 1))
    }

    /// Takes note of an evaluated epoch.
    func countEpoch(_ result: EpochResult) {
        epochs.add()
        evaluationLoss.set(result.evaluationLoss)
        evaluationAccuracy.set(result.evaluationAccuracy)
    }

    /// Takes note of what became of leases and pushes so far.
    func show(_ totals: RunAccount.Totals) { account.show(totals) }

    /// Takes note of what the trainers do.
    func showTrainers(of engine: LeaseEngine) {
        var counts = engine.activities.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        counts[.gone] = engine.membership.goneCount
        for activity in MemberActivity.allCases { trainers[activity].set(Double(counts[activity] ?? 0)) }
        missingTrainers.set(Double(engine.waiting?.missing ?? 0))
    }

    /// Takes note of a run that begins here, with this state of its newest checkpoint.
    func begin(_ context: RunContext, at step: UInt64, checkpoint: UInt64?) {
        plannedSteps.set(Double(context.plan.stepCount))
        committedSteps.set(Double(step))
        lastCheckpointSteps.set(Double(checkpoint ?? 0))
        checkpointIntervalSteps.set(
            Double(context.job.checkpoint.everySteps ?? UInt64(context.plan.steps.stepsPerEpoch)))
    }

    /// Takes note of a checkpoint after so many steps that took so long to write.
    func countCheckpoint(after step: UInt64, took duration: Duration) {
        checkpointTimes.observe(duration)
        lastCheckpointSteps.set(Double(step))
        lastCheckpoint.set(Date().timeIntervalSince1970)
    }
}

/// The lease engine's account as it was looked at last.
private final class AccountReading: Sendable {
    private let totals = Mutex(RunAccount.Totals())

    func show(_ totals: RunAccount.Totals) { self.totals.withLock { $0 = totals } }

    func register(in registry: MetricRegistry) {
        count("pangea_leases_issued_total", "Leases handed out to trainers.", in: registry) { $0.leasesIssued }
        count(
            "pangea_leases_reissued_total", "Leases whose micro-batches another trainer had been given before.",
            in: registry
        ) { $0.leasesReissued }
        count("pangea_leases_revoked_total", "Leases taken back from trainers.", in: registry) { $0.leasesRevoked }
        registry.counters(
            "pangea_pushes_refused_total", help: "Pushes that didn't count, by the reason.",
            by: Verdict.Refusal.Kind.self
        ) { kind in self.totals.withLock { $0.refused[kind] ?? 0 } }
        count("pangea_audits_total", "Nodes on whose value two trainers agreed.", in: registry) { $0.auditsDone }
        count(
            "pangea_audits_waived_total", "Nodes that were to be audited when no second trainer was there.",
            in: registry
        ) { $0.auditsWaived }
        count("pangea_trainers_expelled_total", "Trainers that were proven wrong.", in: registry) { $0.expulsions }
        count("pangea_rounds_redone_total", "Steps that were computed anew.", in: registry) { $0.roundsRedone }
    }

    private func count(
        _ name: String, _ help: String, in registry: MetricRegistry,
        _ value: @escaping @Sendable (RunAccount.Totals) -> UInt64
    ) {
        registry.counter(name, help: help) { self.totals.withLock { value($0) } }
    }
}
