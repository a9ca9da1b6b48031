import Telemetry
import Testing

@Suite struct PartTimesTests {
    @Test func `every part is observed once, and the parts sum to the whole`() async throws {
        let registry = MetricRegistry()
        let histograms = registry.histograms("step_seconds", help: "Time.", bounds: .seconds, by: WorkPart.self)
        let clock = ContinuousClock()
        let before = clock.now
        var times = PartTimes()
        let begun = clock.now
        times.end(.wait)
        while clock.now - begun < .milliseconds(5) {}
        times.end(.compute)
        let busy = clock.now - begun
        times.end(.wait)
        times.finish(into: histograms)
        let total = (clock.now - before) / .seconds(1)
        let lines = registry.exposition().split(separator: "\n")
        let value = { (name: String) in
            try #require(lines.first { $0.hasPrefix(name + " ") }.flatMap { Double($0.split(separator: " ")[1]) })
        }
        let sums = try WorkPart.allCases.map { try value("step_seconds_sum{part=\"\($0)\"}") }
        #expect(sums.reduce(0, +) <= total)
        #expect(try value("step_seconds_sum{part=\"compute\"}") >= 0.0049)
        #expect(sums.reduce(0, +) >= busy / .seconds(1) * 0.99)
        #expect(try value("step_seconds_sum{part=\"reduce\"}") == 0)
        for part in WorkPart.allCases { #expect(try value("step_seconds_count{part=\"\(part)\"}") == 1) }
    }
}
