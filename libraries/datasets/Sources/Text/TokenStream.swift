internal import Randomness

/// The tokens of a text, of which samples are windows.
struct TokenStream: Sendable {
    private let tokens: [UInt16]
    /// The tokens of this split.
    let range: Range<Int>
    let context: Int
    let windows: TextWindows

    init(_ tokens: [UInt16], range: Range<Int>, context: Int, windows: TextWindows) {
        self.tokens = tokens
        self.range = range
        self.context = context
        self.windows = windows
    }

    /// How many windows `tokenCount` tokens make, each with a token behind it.
    static func windowCount(tokens tokenCount: Int, context: Int) -> Int { max(0, tokenCount - 1) / context }

    var windowCount: Int { Self.windowCount(tokens: range.count, context: context) }

    /// Where window number `window` begins.
    ///
    /// `draw` is nil where windows are to be consecutive whatever the job says.
    func start(of window: Int, _ draw: WindowDraw?) -> Int {
        guard windows == .random, let draw else { return range.lowerBound + window * context }
        return range.lowerBound + draw.offset(of: window, below: range.count - context)
    }

    /// Writes the windows' tokens and those that follow, both (windows, context), as whole numbers of any type.
    func gather<Number: BitwiseCopyable>(
        _ starts: [Int], following offset: Int, into output: inout MutableSpan<Number>, as convert: (UInt16) -> Number
    ) {
        let source = tokens.span
        for (row, start) in starts.enumerated() {
            for position in 0..<context {
                output[row * context + position] = convert(source[start + offset + position])
            }
        }
    }
}

/// Which epoch a sample is drawn for, where its window's place depends on that.
public struct WindowDraw: Hashable, Sendable {
    /// The run's seed.
    public let seed: UInt64
    /// The epoch, counted from 0.
    public let epoch: UInt64

    /// Names an epoch of a run.
    public init(seed: UInt64, epoch: UInt64) {
        self.seed = seed
        self.epoch = epoch
    }

    func offset(of sample: Int, below bound: Int) -> Int {
        let field = RandomField(seed: seed, purpose: .window, stream: UInt32(truncatingIfNeeded: epoch))
        return Int(field.index(below: UInt64(bound), at: (epoch >> 32) << 32 | UInt64(sample)))
    }
}
