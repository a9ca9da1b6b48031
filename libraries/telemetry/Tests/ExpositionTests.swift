import Foundation
import Telemetry
import Testing

private enum Colour: String, MetricLabel {
    case red, green
    static let name = "colour"
}

@Suite struct ExpositionTests {
    @Test func `a counter has help, type and its count`() {
        let registry = MetricRegistry()
        let steps = registry.counter("steps_total", help: "Steps\nof a \\ run.")
        steps.add()
        steps.add(41)
        #expect(
            registry.exposition()
                == "# HELP steps_total Steps\\nof a \\\\ run.\n# TYPE steps_total counter\nsteps_total 42\n")
    }

    @Test func `every value of a label has its own count from the beginning`() {
        let registry = MetricRegistry()
        let balls = registry.counters("balls_total", help: "Balls.", by: Colour.self)
        balls[.green].add(3)
        #expect(registry.exposition().hasSuffix("balls_total{colour=\"red\"} 0\nballs_total{colour=\"green\"} 3\n"))
    }

    @Test func `a gauge has no sample before it has a value`() {
        let registry = MetricRegistry()
        let loss = registry.gauge("loss", help: "Loss.")
        #expect(registry.exposition() == "# HELP loss Loss.\n# TYPE loss gauge\n")
        loss.set(0.25)
        #expect(registry.exposition().hasSuffix("\nloss 0.25\n"))
        loss.set(.nan)
        #expect(registry.exposition().hasSuffix("\nloss NaN\n"))
        loss.set(-.infinity)
        #expect(registry.exposition().hasSuffix("\nloss -Inf\n"))
    }

    @Test func `a histogram's buckets add up, ends included`() {
        let registry = MetricRegistry()
        let times = registry.histogram("wait_seconds", help: "Wait.", bounds: HistogramBounds(ends: [0.5, 1]))
        for value in [0.25, 0.5, 0.75, 3] { times.observe(value) }
        times.observe(.milliseconds(500))
        #expect(
            registry.exposition().hasSuffix(
                """
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.5"} 3
                wait_seconds_bucket{le="1"} 4
                wait_seconds_bucket{le="+Inf"} 5
                wait_seconds_sum 5
                wait_seconds_count 5

                """))
    }

    @Test func `counts of many threads add up`() async {
        let registry = MetricRegistry()
        let counter = registry.counter("c_total", help: "Count.")
        let histogram = registry.histogram("h_seconds", help: "Times.", bounds: .seconds)
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        counter.add()
                        histogram.observe(1)
                    }
                }
            }
        }
        #expect(counter.value == 8000)
        #expect(registry.exposition().contains("h_seconds_count 8000\n"))
    }

    @Test func `the process is described by the names that others use`() throws {
        let registry = MetricRegistry()
        ProcessMetrics.register(in: registry)
        let text = registry.exposition()
        let value = { (name: String) in
            try #require(
                text.split(separator: "\n").first { $0.hasPrefix("\(name) ") }
                    .flatMap { Double($0.split(separator: " ")[1]) }, "\(name) in \(text)")
        }
        #expect(try value("process_resident_memory_bytes") > 1_048_576)
        #expect(try value("process_virtual_memory_bytes") >= value("process_resident_memory_bytes"))
        #expect(try value("process_open_fds") >= 3)
        #expect(try value("process_max_fds") >= value("process_open_fds"))
        #expect(try value("process_cpu_seconds_total") > 0)
        #expect(abs(try value("process_start_time_seconds") - Date().timeIntervalSince1970) < 3600)
    }
}
