/// What random numbers are drawn for.
///
/// Two purposes never share a number. The raw values take part in the counters, so they stay what they are.
public enum RandomPurpose: UInt32, Hashable, Sendable, CaseIterable {
    /// The order of an epoch's samples.
    case shuffle = 1
    /// Initial parameters.
    case initialisation = 2
    /// The elements that a dropout layer drops.
    case dropout = 3
    /// The fixed input of the probe.
    case probe = 4
    /// Which work is checked a second time.
    case audit = 5
    /// Which samples are split off for evaluation.
    case split = 6
    /// Where the windows of a text begin.
    case window = 7
    /// Which token is drawn when a text is gone on with.
    case sampling = 8
}
