/// The shape of one sample, in PyTorch's order: (features), (positions, features) or (channels, height, width).
struct SampleShape: Hashable, Sendable, CustomStringConvertible {
    /// The most numbers that one layer may make of a sample.
    static let maximumCount = 1 << 28

    let sizes: [Int]
    let count: Int

    /// The shape of `sizes`; nil when one is below 1 or their product above `maximumCount`.
    init?(_ sizes: [Int]) {
        var count = 1
        for size in sizes {
            guard size >= 1, size <= Self.maximumCount / count else { return nil }
            count *= size
        }
        self.sizes = sizes
        self.count = count
    }

    private init(flat count: Int) {
        sizes = [count]
        self.count = count
    }

    /// (features).
    var flattened: SampleShape { SampleShape(flat: count) }

    /// Whether its order in memory is not PyTorch's: an image of several channels and several pixels.
    var needsReordering: Bool { sizes.count == 3 && sizes[0] > 1 && sizes[1] * sizes[2] > 1 }

    /// The layer that turns an image of this shape between the two orders.
    func channelOrder(toChannelsLast: Bool) -> ChannelOrder {
        ChannelOrder(positions: sizes[1] * sizes[2], channels: sizes[0], toChannelsLast: toChannelsLast)
    }

    var description: String { Self.text(sizes) }

    /// For example "(1, 28, 28)".
    static func text(_ sizes: [Int]) -> String {
        "(" + sizes.map(String.init).joined(separator: ", ") + ")"
    }
}
