extension Benchmark {
    /// What it costs to bring trainers' gradients together and the parameters back, and how fast the whole system is.
    ///
    /// The services are those of the release build, as processes that speak over loopback; all share this machine's cores.
    static var exchange: Benchmark {
        Benchmark(
            name: "exchange", groups: [],
            trials: [2, 4].map { trainers in
                Trial(name: "\(trainers) trainers", duration: .seconds(60)) {
                    try StepExchange(trainers: trainers).measure()
                }
            } + [
                Trial(name: "system", duration: .seconds(90)) { try WholeSystem.measure() },
                Trial(name: "protection", duration: .seconds(60)) { try WholeSystem.measureProtection() },
            ])
    }
}
