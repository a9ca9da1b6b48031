import Foundation
import Testing

/// Some of the steps of a run, one after the other.
struct StepHistory {
    let samples: [Observation.Sample]

    /// Seconds from each step to the next.
    var intervals: [Double] { zip(samples.dropFirst(), samples).map { $0.time.timeIntervalSince($1.time) } }

    /// The median time of a step in seconds: one that something else held up doesn't count, nor does an evaluation.
    var stepTime: Double { intervals.isEmpty ? .infinity : intervals.sorted()[intervals.count / 2] }

    func before(_ time: Date, from first: Int) -> StepHistory {
        StepHistory(samples: samples.dropFirst(first).filter { $0.time < time })
    }

    func during(_ period: ClosedRange<Date>) -> StepHistory {
        StepHistory(samples: samples.filter { period.contains($0.time) })
    }

    func since(_ time: Date) -> StepHistory { StepHistory(samples: samples.filter { $0.time >= time }) }

    func after(_ time: Date) -> StepHistory { StepHistory(samples: samples.filter { $0.time > time }) }

    /// The median of a service's memory.
    func usualBytes(of target: Attack.Target) -> Int {
        let bytes = samples.compactMap { $0.bytes[target] }.sorted()
        return bytes.isEmpty ? 0 : bytes[bytes.count / 2]
    }

    func mostBytes(of target: Attack.Target) -> Int { samples.compactMap { $0.bytes[target] }.max() ?? 0 }
}
