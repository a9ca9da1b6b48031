internal import Datasets
internal import Learning

extension Job {
    /// Reads a job file's text.
    ///
    /// What depends on the data (a model's shapes, more epochs than steps can be counted) is checked when that is open.
    public init(yaml: String) throws(JobFileError) {
        var file = try JobSection.file(yaml)
        name = try file.text("name")
        seed = try file.unsigned("seed")
        data = try file.section("data", DataDescription.init(reading:))
        model = try file.section("model", ModelSection.init(reading:))
        initialise = try file.optionalSection("initialise") { (section) throws(JobFileError) in
            InitialiseSection(from: try section.text("from"))
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
            try file.optionalSection("target", TargetSection.init(reading:)) ?? TargetSection()
        audit = try file.number("audit", "a share from 0 to 1", default: 0) { 0...1 ~= $0 }
        try file.finish()
    }

    /// Counts on the wire have 32 bits.
    static let largestCount = Int(Int32.max)
    /// A bucket of 64 MiB; the frame that carries it stays far below a connection's limit.
    static let largestBucket = 1 << 24
}

extension Numerics {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        let kernels = Dictionary(uniqueKeysWithValues: Numerics.kernels.map { ($0, $0) })
        self.init(
            blasKernel: try section.word("blasKernel", kernels, default: Numerics.standard.blasKernel),
            blasThreads: try section.integer("blasThreads", in: 1...Numerics.maximumThreads, default: 1))
    }
}

extension Job.TargetSection {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        self.init(
            accuracy: try section.optionalNumber("accuracy", "a share from 0 to 1") { 0...1 ~= $0 },
            loss: try section.optionalNumber("loss", "a number of at least 0") { $0 >= 0 },
            meanAbsoluteError: try section.optionalNumber("meanAbsoluteError", "a number of at least 0") { $0 >= 0 },
            perplexity: try section.optionalNumber("perplexity", "a number of at least 1") { $0 >= 1 })
    }
}

extension Job.CheckpointSection {
    fileprivate init(reading section: inout JobSection) throws(JobFileError) {
        everySteps = try section.optionalInteger("everySteps", in: 1...Job.largestCount).map { UInt64($0) }
        keep = try section.integer("keep", in: 1...Job.largestCount, default: 3)
    }
}
