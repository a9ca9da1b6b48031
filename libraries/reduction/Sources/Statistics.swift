/// What a node says of its samples beside the gradient; added in the same tree.
public struct Statistics: Summable, Equatable, Sendable {
    /// How many samples were consumed.
    public var samples: UInt64
    /// The sum of their losses, never a mean.
    public var lossSum: Double
    /// How many predictions on them were right.
    public var correct: UInt64
    /// The wrap-around sum of ``Ledger/entry(epoch:sampleId:)`` over them.
    public var ledger: UInt64
    /// The sum of their mean absolute errors, where the model says numbers; else 0.
    public var errorSum: Double

    /// The statistics of some samples.
    public init(samples: UInt64, lossSum: Double, correct: UInt64, ledger: UInt64, errorSum: Double = 0) {
        self.samples = samples
        self.lossSum = lossSum
        self.correct = correct
        self.ledger = ledger
        self.errorSum = errorSum
    }

    /// The statistics of no samples.
    public static let zero = Statistics(samples: 0, lossSum: 0, correct: 0, ledger: 0)

    /// Adds the statistics of the samples right of these.
    ///
    /// The counts wrap around, so numbers that came over the wire can't trap; whoever receives a node checks its
    /// samples against the step's.
    public mutating func add(right: consuming Statistics) {
        samples &+= right.samples
        lossSum += right.lossSum
        correct &+= right.correct
        ledger &+= right.ledger
        errorSum += right.errorSum
    }

    /// Whether all are the same bit for bit.
    public func hasSameBits(as other: Statistics) -> Bool {
        samples == other.samples && lossSum.bitPattern == other.lossSum.bitPattern
            && correct == other.correct && ledger == other.ledger
            && errorSum.bitPattern == other.errorSum.bitPattern
    }

    /// The mean loss of a sample; not a number without samples.
    public var meanLoss: Double { lossSum / Double(samples) }

    /// The mean absolute error of a sample; not a number without samples.
    public var meanError: Double { errorSum / Double(samples) }

    /// The right predictions a sample; not a number without samples.
    public var accuracy: Double { Double(correct) / Double(samples) }
}
