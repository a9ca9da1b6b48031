internal import Learning

extension TrainingSection {
    init(reading section: inout JobSection) throws(JobFileError) {
        batch = try section.integer("batch", in: 1...Job.largestCount)
        microBatch = try section.integer("microBatch", in: 1...Job.largestCount)
        guard batch % microBatch == 0 else {
            throw section.invalid("microBatch", expected: "a divisor of the batch, \(batch)", found: "\(microBatch)")
        }
        epochs = try section.integer("epochs", in: 1...Job.largestCount)
        (optimiser, decays) = try section.section("optimiser") { (section) throws(JobFileError) in
            try section.choice([("sgd", Self.readSGD), ("adamW", Self.readAdamW), ("lion", Self.readLion)])
        }
        (rate, warmUpSteps, decay) = try section.section("schedule", Self.readSchedule)
        clipping = try section.optionalNumber("clipNorm", "a number above 0") { $0 > 0 }.map(GradientClipping.init)
    }
}

// The optimiser.
extension TrainingSection {
    private static func readSGD(_ section: inout JobSection) throws(JobFileError) -> (Optimiser, DecayedParameters) {
        let momentum = try section.share("momentum", default: 0)
        let nesterov = try section.flag("nesterov", default: false)
        guard !nesterov || momentum > 0 else {
            throw section.invalid("nesterov", expected: "false without momentum", found: "true")
        }
        let optimiser = Optimiser.sgd(
            momentum: momentum, nesterov: nesterov, weightDecay: try section.weightDecay(default: 0))
        return (optimiser, try section.decays())
    }

    private static func readAdamW(_ section: inout JobSection) throws(JobFileError) -> (Optimiser, DecayedParameters) {
        let optimiser = Optimiser.adamW(
            beta1: try section.share("beta1", default: 0.9), beta2: try section.share("beta2", default: 0.999),
            epsilon: try section.number("epsilon", "a number above 0 that a float can hold", default: 1e-8) {
                Float($0) > 0 && Float($0).isFinite
            },
            weightDecay: try section.weightDecay(default: 0.01))
        return (optimiser, try section.decays())
    }

    private static func readLion(_ section: inout JobSection) throws(JobFileError) -> (Optimiser, DecayedParameters) {
        let optimiser = Optimiser.lion(
            beta1: try section.share("beta1", default: 0.9), beta2: try section.share("beta2", default: 0.99),
            weightDecay: try section.weightDecay(default: 0))
        return (optimiser, try section.decays())
    }
}

// The schedule.
extension TrainingSection {
    private static func readSchedule(
        _ section: inout JobSection
    ) throws(JobFileError) -> (Double, UInt64, RateDecay) {
        let rate = try section.number("rate", "a number above 0") { $0 > 0 }
        let warmUpSteps = UInt64(try section.integer("warmUpSteps", in: 0...Job.largestCount, default: 0))
        let decay =
            try section.optionalSection("decay") { (section) throws(JobFileError) in
                try section.choice([
                    ("step", readStep),
                    ("cosine", { (section) throws(JobFileError) in try readCosine(&section, rate: rate) }),
                    ("oneCycle", readOneCycle),
                ])
            } ?? .constant
        if case .oneCycle = decay, warmUpSteps > 0 {
            throw section.invalid(
                "warmUpSteps", expected: "none with one cycle, which warms up itself", found: "\(warmUpSteps)")
        }
        return (rate, warmUpSteps, decay)
    }

    private static func readStep(_ section: inout JobSection) throws(JobFileError) -> RateDecay {
        .step(
            every: UInt64(try section.integer("every", in: 1...Job.largestCount)),
            factor: try section.number("factor", "a number above 0 and at most 1") { $0 > 0 && $0 <= 1 })
    }

    private static func readCosine(_ section: inout JobSection, rate: Double) throws(JobFileError) -> RateDecay {
        let floor = try section.number("floor", "a rate of at least 0", default: 0) { $0 >= 0 }
        guard floor <= rate else {
            throw section.invalid("floor", expected: "at most the rate, \(rate)", found: "\(floor)")
        }
        return .cosine(floor: floor)
    }

    private static func readOneCycle(_ section: inout JobSection) throws(JobFileError) -> RateDecay {
        .oneCycle(
            rising: try section.number("rising", "a fraction between 0 and 1", default: 0.3) { $0 > 0 && $0 < 1 },
            divisor: try section.number("divisor", "a number of at least 1", default: 25) { $0 >= 1 },
            finalDivisor: try section.number("finalDivisor", "a number of at least 1", default: 10_000) { $0 >= 1 })
    }
}

extension JobSection {
    fileprivate mutating func weightDecay(default: Double) throws(JobFileError) -> Double {
        try number("weightDecay", "a number of at least 0", default: `default`) { $0 >= 0 }
    }

    fileprivate mutating func decays() throws(JobFileError) -> TrainingSection.DecayedParameters {
        let words = TrainingSection.DecayedParameters.allCases.map { ($0.rawValue, $0) }
        return try word("decays", Dictionary(uniqueKeysWithValues: words), default: .all)
    }
}
