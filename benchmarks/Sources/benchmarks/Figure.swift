internal import Foundation

/// A measured number beside the one that it is held against; less is better.
struct Figure {
    /// What it stands beside.
    enum Yardstick {
        /// It may not be more.
        case limit(Double)
        /// Something to compare it with.
        case peer(String, Double)
    }

    let name: String
    let unit: String
    let ours: Double
    let yardstick: Yardstick

    /// The limit, or what the peer has.
    var peer: Double {
        switch yardstick {
        case .limit(let limit): limit
        case .peer(_, let peer): peer
        }
    }

    /// Ours in relation to the peer; where that is nothing, ours.
    var ratio: Double { peer == 0 ? ours : ours / peer }

    /// Whether it is more than its limit.
    var isMissed: Bool {
        guard case .limit(let limit) = yardstick else { return false }
        return !(ours <= limit)
    }

    /// The name with what it stands beside, for a table.
    func title(in benchmark: String) -> String {
        switch yardstick {
        case .limit: "\(benchmark): \(name); limit"
        case .peer(let peer, _): "\(benchmark): \(name); peer: \(peer)"
        }
    }

    /// The numbers of a table's line.
    var columns: String {
        let numbers = [ours, peer, ratio].map { String(format: "%10.3f", $0) }
        let unit = unit.padding(toLength: 8, withPad: " ", startingAt: 0)
        return "\(numbers[0]) \(unit) \(numbers[1]) \(unit) \(numbers[2])"
    }
}
