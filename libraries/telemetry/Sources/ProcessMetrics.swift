internal import Foundation

/// What Linux knows of this process, under the names that Prometheus's client libraries share.
///
/// Sources: proc(5); https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics
public enum ProcessMetrics {
    /// Registers memory, descriptors, processor time and the time of the start.
    public static func register(in registry: MetricRegistry) {
        registry.gauge("process_resident_memory_bytes", help: "Resident memory size in bytes.") {
            pages(at: 1).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
        }
        registry.gauge("process_virtual_memory_bytes", help: "Virtual memory size in bytes.") {
            pages(at: 0).map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
        }
        registry.gauge("process_open_fds", help: "Number of open file descriptors.") {
            // The listing itself holds one.
            (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")).map { Double($0.count - 1) }
        }
        registry.gauge("process_max_fds", help: "Maximum number of open file descriptors.") { descriptorLimit() }
        registry.fractionalCounter(
            "process_cpu_seconds_total", help: "Total user and system CPU time spent in seconds."
        ) {
            guard let user = statistic(13), let system = statistic(14) else { return nil }
            return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
        }
        let start = startTime()
        registry.gauge(
            "process_start_time_seconds", help: "Start time of the process since unix epoch in seconds."
        ) { start }
    }

    /// A field of /proc/self/statm, in pages.
    private static func pages(at index: Int) -> Double? {
        text(of: "/proc/self/statm")?.split(separator: " ").dropFirst(index).first.flatMap { Double($0) }
    }

    /// A field of /proc/self/stat, counted from 0; the second one may hold spaces and ends with the last parenthesis.
    private static func statistic(_ index: Int) -> Double? {
        guard let line = text(of: "/proc/self/stat"), let end = line.lastIndex(of: ")") else { return nil }
        return line[end...].split(separator: " ").dropFirst(index - 1).first.flatMap { Double($0) }
    }

    private static func startTime() -> Double? {
        guard let ticks = statistic(21),
            let boot = text(of: "/proc/stat")?.split(separator: "\n").first(where: { $0.hasPrefix("btime ") }),
            let bootTime = boot.split(separator: " ").last.flatMap({ Double($0) })
        else { return nil }
        return bootTime + ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    private static func descriptorLimit() -> Double? {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return nil }
        return Double(limit.rlim_cur)
    }

    private static func text(of file: String) -> String? {
        // One read of such a file gives a page of it; only a handle reads on to its end.
        guard let bytes = try? FileHandle(forReadingAtPath: file)?.readToEnd() else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }
}
