internal import Datasets
internal import Learning

extension Job {
    /// Reads a job file's text.
    ///
    /// What depends on the data (a model's widths, more epochs than steps can be counted) is checked when that is open.
    package init(yaml: String) throws(JobFileError) {
        var file = try JobSection.file(yaml)
        name = try file.text("name")
        seed = try file.unsigned("seed")
        data = try file.section("data", DataDescription.init(reading:))
        model = try file.section("model") { (section) throws(JobFileError) in
            try section.choice([("mlp", ModelSection.readPerceptron)])
        }
        training = try file.section("training", TrainingSection.init(reading:))
        numerics = try file.optionalSection("numerics", Numerics.init(reading:)) ?? .standard
        evaluation =
            try file.optionalSection("evaluation") { (section) throws(JobFileError) in
                EvaluationSection(batch: try section.integer("batch", in: 1...Job.largestCount))
            } ?? EvaluationSection(batch: 500)
        checkpoint =
            try file.optionalSection("checkpoint", CheckpointSection.init(reading:))
            ?? CheckpointSection(everySteps: nil, keep: 3)
        exchange =
            try file.optionalSection("exchange") { (section) throws(JobFileError) in
                ExchangeSection(bucketParameters: try section.integer("bucketParameters", in: 16...Job.largestBucket))
            } ?? ExchangeSection(bucketParameters: 1 << 18)
        target =
            try file.optionalSection("target") { (section) throws(JobFileError) in
                TargetSection(accuracy: try section.number("accuracy", "a share from 0 to 1") { 0...1 ~= $0 })
            } ?? TargetSection(accuracy: nil)
        audit = try file.number("audit", "a share from 0 to 1", default: 0) { 0...1 ~= $0 }
        try file.finish()
    }

    /// Counts on the wire have 32 bits.
    static let largestCount = Int(Int32.max)
    /// A bucket of 64 MiB; the frame that carries it stays far below a connection's limit.
    static let largestBucket = 1 << 24
}

extension Job.ModelSection {
    fileprivate static func readPerceptron(_ section: inout JobSection) throws(JobFileError) -> Self {
        .multilayerPerceptron(hidden: try section.integers("hidden", in: 1...ModelDescription.maximumWidth))
    }
}

extension Job.TrainingSection {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        batch = try section.integer("batch", in: 1...Job.largestCount)
        microBatch = try section.integer("microBatch", in: 1...Job.largestCount)
        guard batch % microBatch == 0 else {
            throw .invalidValue(
                "\(section.path).microBatch", line: section.line, expected: "a divisor of the batch, \(batch)",
                found: "\(microBatch)")
        }
        epochs = try section.integer("epochs", in: 1...Job.largestCount)
        optimiser = try section.section("optimiser") { (section) throws(JobFileError) in
            try section.choice([("sgd", Optimiser.readSGD), ("adamW", Optimiser.readAdamW)])
        }
        (rate, warmUpSteps, decay) = try section.section("schedule") { (section) throws(JobFileError) in
            (
                try section.number("rate", "a number above 0") { $0 > 0 },
                UInt64(try section.integer("warmUpSteps", in: 0...Job.largestCount, default: 0)),
                try section.optionalSection("decay") { (section) throws(JobFileError) in
                    try section.choice([("step", Decay.readStep), ("cosine", Decay.readCosine)])
                } ?? .constant
            )
        }
        clipping = try section.optionalNumber("clipNorm", "a number above 0") { $0 > 0 }.map(GradientClipping.init)
    }
}

extension Job.TrainingSection.Decay {
    fileprivate static func readStep(_ section: inout JobSection) throws(JobFileError) -> Self {
        .step(
            every: UInt64(try section.integer("every", in: 1...Job.largestCount)),
            factor: try section.number("factor", "a number above 0") { $0 > 0 })
    }

    fileprivate static func readCosine(_ section: inout JobSection) throws(JobFileError) -> Self {
        .cosine(floor: try section.number("floor", "a rate of at least 0", default: 0) { $0 >= 0 })
    }
}

extension Optimiser {
    fileprivate static func readSGD(_ section: inout JobSection) throws(JobFileError) -> Self {
        let momentum = try section.number("momentum", "a number from 0 to below 1", default: 0) { 0..<1 ~= $0 }
        let nesterov = try section.flag("nesterov", default: false)
        guard !nesterov || momentum > 0 else {
            throw .invalidValue(
                "\(section.path).nesterov", line: section.line, expected: "false without momentum", found: "true")
        }
        return .sgd(momentum: momentum, nesterov: nesterov, weightDecay: try section.weightDecay(default: 0))
    }

    fileprivate static func readAdamW(_ section: inout JobSection) throws(JobFileError) -> Self {
        .adamW(
            beta1: try section.number("beta1", "a number from 0 to below 1", default: 0.9) { 0..<1 ~= $0 },
            beta2: try section.number("beta2", "a number from 0 to below 1", default: 0.999) { 0..<1 ~= $0 },
            epsilon: try section.number("epsilon", "a number above 0", default: 1e-8) { $0 > 0 },
            weightDecay: try section.weightDecay(default: 0.01))
    }
}

extension JobSection {
    fileprivate mutating func weightDecay(default: Double) throws(JobFileError) -> Double {
        try number("weightDecay", "a number of at least 0", default: `default`) { $0 >= 0 }
    }
}

extension Numerics {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        let kernels = Dictionary(uniqueKeysWithValues: Numerics.kernels.map { ($0, $0) })
        self.init(
            blasKernel: try section.word("blasKernel", kernels, default: Numerics.standard.blasKernel),
            blasThreads: try section.integer("blasThreads", in: 1...Numerics.maximumThreads, default: 1))
    }
}

extension Job.CheckpointSection {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        everySteps = try section.optionalInteger("everySteps", in: 1...Job.largestCount).map { UInt64($0) }
        keep = try section.integer("keep", in: 1...Job.largestCount, default: 3)
    }
}
