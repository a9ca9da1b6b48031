extension Benchmark {
    /// A long run whose trainers come and go all the time: what its services hold on to, and whether its result stays
    /// that of the undisturbed run.
    static func soak(minutes: Double) -> Benchmark {
        Benchmark(
            name: "soak", groups: [],
            trials: [
                Trial(name: "trainers come and go", duration: .seconds(60 * minutes)) {
                    try SoakRun(minutes: minutes).measure()
                }
            ])
    }
}
