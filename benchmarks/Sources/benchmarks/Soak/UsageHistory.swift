internal import Foundation

/// What the services held during a run, sampled at even intervals.
struct UsageHistory {
    /// Windows that a run is divided into, behind what it takes to settle.
    private static let windowCount = 11

    /// Samples in which the services settle; a twelfth of a run is left out in any case.
    let settlingCount: Int
    private var samples: [String: [Usage]] = [:]

    init(settlingCount: Int) { self.settlingCount = settlingCount }

    mutating func add(_ usage: Usage, of service: String) {
        samples[service, default: []].append(usage)
    }

    /// How much more a service ever held than after it had settled.
    var figures: [Figure] {
        samples.keys.sorted().flatMap { service in
            let windows = windows(of: service)
            let memory = windows.map { median($0.map(\.memory)) }
            let descriptors = windows.map { $0.map(\.descriptors).max() ?? 0 }
            Progress.tell(
                "  \(service), a column an eleventh: median memory in kB \(memory.map { $0 / 1000 }), most descriptors "
                    + "\(descriptors)")
            let settled = (memory: memory.first ?? 0, descriptors: descriptors.first ?? 0)
            return [
                Figure(
                    name: "\(service): greatest median of memory in an eleventh of the run, to that of the first",
                    unit: "ratio", ours: Double(memory.max() ?? 0) / Double(max(settled.memory, 1)),
                    yardstick: .limit(1.05)),
                Figure(
                    name: "\(service): most descriptors in the last eleventh, less those in the first",
                    unit: "count", ours: Double((descriptors.last ?? 0) - settled.descriptors), yardstick: .limit(0)),
            ]
        }
    }

    /// The samples of each window.
    private func windows(of service: String) -> [[Usage]] {
        let all = samples[service].map { $0.dropFirst(max(settlingCount, $0.count / 12)) }.map(Array.init) ?? []
        return (0..<Self.windowCount).map { window in
            Array(all[all.count * window / Self.windowCount..<all.count * (window + 1) / Self.windowCount])
        }
    }

    private func median(_ values: [Int]) -> Int {
        values.isEmpty ? 0 : values.sorted()[values.count / 2]
    }
}
