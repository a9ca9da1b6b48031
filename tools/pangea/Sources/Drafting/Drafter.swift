/// A kind of data of which a job can be drafted.
protocol Drafter: Sendable {
    /// What was guessed.
    var guesses: [Guess] { get }
    /// Adds the keys `data`, `model` and what else this data needs; `splitSeed` picks the samples to evaluate on, where
    /// they are split off.
    func write(to yaml: inout YAMLText, splitSeed: Int)
    /// How samples are gone through.
    var pace: Pace { get }
}

extension Drafter {
    /// The job file of a run called `name`.
    func draft(name: String, about: String, splitSeed: Int) -> JobDraft {
        var yaml = YAMLText()
        yaml.comment("A job for \(about), drafted by pangea new. What was guessed says why; change what is wrong.")
        yaml.comment("Every key is explained in docs/job-file.md.")
        yaml.text("name", name)
        yaml.key("seed", "1")
        yaml.gap()
        write(to: &yaml, splitSeed: splitSeed)
        yaml.gap()
        yaml.comment(pace.reason + ".")
        yaml.section("training") { yaml in
            yaml.key("batch", "\(pace.batch)")
            yaml.key("microBatch", "\(pace.microBatch)")
            yaml.key("epochs", "\(pace.epochs)")
            yaml.section("optimiser") { $0.key("adamW", "{}") }
            yaml.section("schedule") { yaml in
                yaml.key("rate", pace.rate)
                if pace.warmUpSteps > 0 { yaml.key("warmUpSteps", "\(pace.warmUpSteps)") }
                yaml.section("decay") { $0.key("cosine", "{}") }
            }
        }
        return JobDraft(yaml: yaml.text, guesses: guesses)
    }
}
