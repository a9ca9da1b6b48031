/// Takes trainers for equally fast as long as their measured speeds don't show otherwise.
///
/// Measured times differ on equal machines too, the more the shorter they are and the more processes share the cores.
/// Who is given less for that is measured on less, is slower there by what a lease costs beside its leaves, and equal
/// trainers take turns in being left out. So the presumption is that all are equal, and it falls only where two speeds
/// differ by more than their measurements do among themselves. A change that lasts shows within some leases: its first
/// measurements make the deviation large, the later ones the difference.
package enum SpeedGroups {
    /// Speeds within this factor are taken for equal, however sure they are: equal shares have larger nodes.
    private static let margin = 1.2
    /// Mean speeds that differ by more than this many of their deviations are different.
    ///
    /// A mean over about six measurements varies by half of what one does: these are three times that.
    private static let noiseMargin = 1.5

    /// The speeds to reckon with, in the order of `speeds`: of each group of equally fast ones their mean.
    package static func even(_ speeds: [MeasuredSpeed]) -> [Double] {
        var evened = speeds.map(\.mean)
        var rest = speeds.indices.sorted { (speeds[$1].mean, $0) < (speeds[$0].mean, $1) }[...]
        while let fastest = rest.first {
            let end = rest.firstIndex { !isEqual(speeds[$0], to: speeds[fastest]) } ?? rest.endIndex
            let group = rest[..<end]
            let mean = group.reduce(0) { $0 + speeds[$1].mean } / Double(group.count)
            for index in group { evened[index] = mean }
            rest = rest[end...]
        }
        return evened
    }

    private static func isEqual(_ slower: MeasuredSpeed, to faster: MeasuredSpeed) -> Bool {
        let noise = (slower.deviation * slower.deviation + faster.deviation * faster.deviation).squareRoot()
        return faster.mean <= margin * slower.mean || faster.mean - slower.mean <= noiseMargin * noise
    }
}
