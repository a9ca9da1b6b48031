/// Something that happened to a run, in words.
public struct RunNote: Codable, Hashable, Sendable {
    /// What kind of thing it was.
    public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// The run began, or was gone on with after a restart.
        case started, resumed
        /// Nothing could go on, or could again.
        case waiting, proceeding
        /// A trainer became a member, left and said so, or was lost.
        case joined, left, lost
        /// A trainer let a deadline pass, wasn't heard of, or is well again.
        case late, silent, back
        /// A trainer was proven wrong.
        case expelled
        /// Micro-batches were leased again, or a whole round computed anew.
        case reissued, redone
        /// A checkpoint is on the disk.
        case checkpoint
        /// The run ended.
        case finished, stopped, failed
    }

    /// Counted from 1 over the whole run; a note that comes again replaces the one of its number.
    public let number: UInt64
    /// Unix time in seconds.
    public var time: Double
    /// Committed steps at that time.
    public let step: UInt64
    /// What kind of thing it was.
    public let kind: Kind
    /// Whom or what it was about, if anybody.
    public let subject: String?
    /// A sentence for a person.
    public let text: String
    /// How many micro-batches, or how often it happened in this step.
    public var count: UInt64

    /// All of it.
    public init(
        number: UInt64, time: Double, step: UInt64, kind: Kind, subject: String?, text: String, count: UInt64
    ) {
        self.number = number
        self.time = time
        self.step = step
        self.kind = kind
        self.subject = subject
        self.text = text
        self.count = count
    }
}
