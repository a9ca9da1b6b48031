package import Foundation

/// The folder of a run: the run directory of the orchestrator, and in `services` what the processes write.
package struct RunFolder: Hashable, Sendable {
    /// The run directory.
    package let path: String

    /// Makes the folder where there is none.
    ///
    /// Throws `.file`.
    package init(at path: String) throws(LaunchError) {
        self.path = path
        do {
            try FileManager.default.createDirectory(atPath: path + "/services", withIntermediateDirectories: true)
        } catch {
            throw .file(path: path, reason: "expected a folder that can be made: \(error.localizedDescription)")
        }
    }

    /// Where a run of this job goes if nobody says: `run/NAME-DATE-TIME`, UTC.
    package static func fallback(forJob job: String, at time: Date) -> String {
        let name = ((job as NSString).lastPathComponent as NSString).deletingPathExtension
        let style = Date.VerbatimFormatStyle(
            format: """
                \(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)-\
                \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\
                \(second: .twoDigits)
                """,
            timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
        return "run/\(name.isEmpty ? "job" : name)-\(time.formatted(style))"
    }

    /// The final model.
    package var model: String { path + "/model.safetensors" }

    /// What a process writes to standard error.
    package func log(of label: ServiceLabel) -> String { "\(path)/services/\(label).log" }

    /// What a process writes to standard output.
    package func output(of label: ServiceLabel) -> String { "\(path)/services/\(label).out" }

    /// Where a process writes its ports.
    package func portsFile(of label: ServiceLabel) -> String { "\(path)/services/\(label).ports" }

    /// Removes what an earlier run left that would be taken for this one's: ports of others by now, and its summary.
    package func removeLeftovers() {
        for label in [ServiceLabel.compute, .orchestrator] {
            try? FileManager.default.removeItem(atPath: portsFile(of: label))
            try? FileManager.default.removeItem(atPath: output(of: label))
        }
    }

    /// The ports that a process has bound, by name; nil while it hasn't written them.
    package func ports(of label: ServiceLabel) -> [String: Int]? {
        guard let text = try? Data(contentsOf: URL(fileURLWithPath: portsFile(of: label))) else { return nil }
        return try? JSONDecoder().decode([String: Int].self, from: text)
    }

    /// The last line that the orchestrator printed, if it is a JSON object: the summary.
    package var summary: String? {
        guard let text = try? String(contentsOfFile: output(of: .orchestrator), encoding: .utf8),
            let line = text.split(separator: "\n").last, line.hasPrefix("{"), line.hasSuffix("}")
        else { return nil }
        return String(line)
    }

    /// The last lines of a log, at most `count`, of its last 64 KiB.
    package func lastWords(of label: ServiceLabel, count: Int) -> [String] {
        guard let file = FileHandle(forReadingAtPath: log(of: label)), let end = try? file.seekToEnd() else {
            return []
        }
        try? file.seek(toOffset: end > 1 << 16 ? end - 1 << 16 : 0)
        let text = String(decoding: (try? file.readToEnd()) ?? Data(), as: UTF8.self)
        return text.split(separator: "\n").suffix(count).map(String.init)
    }
}
