internal import Foundation
public import LeaseEngine
internal import Reduction
public import Telemetry
package import Transport

extension MemberActivity: MetricLabel {
    /// The label's name.
    public static let name = "state"
}

/// What a run shows to Prometheus.
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
    let leasesIssued: Counter
    let leasesReissued: Counter
    let pushesRefused: Counter
    let nodesPushed: Counter
    let gradientBytes: Counter
    let parameterBytes: Counter
    let trainers: Labelled<MemberActivity, Gauge>
    let checkpointTimes: Histogram
    let lastCheckpoint: Gauge
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
        leasesIssued = registry.counter("pangea_leases_issued_total", help: "Leases handed out to trainers.")
        leasesReissued = registry.counter(
            "pangea_leases_reissued_total", help: "Leases whose micro-batches another trainer had been given before.")
        pushesRefused = registry.counter(
            "pangea_pushes_refused_total", help: "Pushes under a lease that were refused: stale, or not owed.")
        nodesPushed = registry.counter(
            "pangea_nodes_pushed_total",
            help: "Nodes of training steps that were pushed, counted in their first bucket.")
        gradientBytes = registry.counter(
            "pangea_gradient_bytes_total", help: "Bytes of the frames that brought gradients.")
        parameterBytes = registry.counter(
            "pangea_parameter_bytes_total", help: "Bytes of the frames that took parameters to trainers.")
        trainers = registry.gauges(
            "pangea_trainers", help: "Trainers by what they do; gone are those that were members once.",
            by: MemberActivity.self)
        checkpointTimes = registry.histogram(
            "pangea_checkpoint_seconds", help: "Time that writing a checkpoint took.", bounds: .seconds)
        lastCheckpoint = registry.gauge(
            "pangea_last_checkpoint_timestamp_seconds", help: "When the newest checkpoint was written, unix time.")
        traffic.register(in: registry)
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

    /// Takes note of leases that were handed out.
    func count(_ grants: [Grant]) {
        leasesIssued.add(UInt64(grants.count))
        leasesReissued.add(UInt64(grants.count { $0.reason.isReissue }))
    }

    /// Takes note of what the trainers do.
    func showTrainers(of engine: LeaseEngine) {
        var counts = engine.activities.values.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        counts[.gone] = engine.membership.goneCount
        for activity in MemberActivity.allCases { trainers[activity].set(Double(counts[activity] ?? 0)) }
    }

    /// Takes note of a checkpoint that took so long to write.
    func countCheckpoint(took duration: Duration) {
        checkpointTimes.observe(duration)
        lastCheckpoint.set(Date().timeIntervalSince1970)
    }
}
