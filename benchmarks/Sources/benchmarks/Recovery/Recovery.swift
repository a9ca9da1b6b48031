extension Benchmark {
    /// What happens to a run whose processes die, stop, are cut off or slow, and how fast.
    ///
    /// The services are those of the release build, as processes; micro-batches are paced, so that trainers that share few
    /// cores are as fast as on machines of their own.
    static var recovery: Benchmark {
        Benchmark(
            name: "recovery", groups: [],
            trials: [
                Trial(name: "killed", duration: .seconds(50), measure: KilledTrainer.measure),
                Trial(name: "frozen", duration: .seconds(50), measure: SilentTrainer.measureFrozen),
                Trial(name: "partitioned", duration: .seconds(50), measure: SilentTrainer.measurePartitioned),
                Trial(name: "busy", duration: .seconds(60), measure: BusyTrainer.measure),
                Trial(name: "orchestrator", duration: .seconds(50), measure: KilledOrchestrator.measure),
                Trial(name: "slow", duration: .seconds(120), measure: SlowTrainer.measure),
                Trial(name: "faults", duration: .seconds(430), measure: FrequentFaults.measure),
            ])
    }
}
