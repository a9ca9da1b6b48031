import Foundation
import Testing
import Transport

/// `pangea run` on a job of a test, and what it started.
struct CommandRun {
    let folder: TemporaryFolder
    let pangea: ServiceProcess

    /// The run directory.
    var path: String { folder.path + "/run" }

    /// Starts it on two trainers.
    init(
        job: String, in folder: TemporaryFolder? = nil, _ flags: [String] = [], faults: String = "",
        environment: [String: String] = [:]
    ) async throws {
        self.folder = try folder ?? TemporaryFolder()
        let path = self.folder.path
        try job.write(toFile: "\(path)/job.yaml", atomically: true, encoding: .utf8)
        pangea = try await ServiceProcess(
            "pangea", name: "pangea",
            ["run", "\(path)/job.yaml", "--data-root", Products.data, "--run-directory", "\(path)/run"] + flags,
            environment: environment.merging(["PANGEA_FAULTS": faults]) { $1 })
    }

    /// The address of its dashboard, as it prints it.
    func dashboard() async throws -> String {
        let line = try await pangea.line("dashboard http://")
        guard let address = line.firstMatch(of: /http:\/\/[0-9.:]+\//) else {
            throw MissingField(key: "http", line: line)
        }
        return String(address.0)
    }

    /// Waits until trainers train.
    func training() async throws { try await pangea.line("the run goes on") }

    /// What it started: the processes whose parent it is.
    func children() throws -> [Int32] {
        try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap(Int32.init).filter { process in
            // A process that has ended meanwhile is nobody's child.
            guard let file = FileHandle(forReadingAtPath: "/proc/\(process)/stat"),
                let text = try? file.readToEnd().map({ String(decoding: $0, as: UTF8.self) }),
                let behindName = text.lastIndex(of: ")")
            else { return false }
            let fields = text[text.index(after: behindName)...].split(separator: " ")
            return fields.count > 1 && Int32(fields[1]) == pangea.processIdentifier
        }
    }

    /// The name of a process's program.
    static func name(of process: Int32) throws -> String {
        let file = try #require(FileHandle(forReadingAtPath: "/proc/\(process)/comm"))
        return String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self).replacing("\n", with: "")
    }

    /// The ports that its services listen on.
    func ports() throws -> [Int] {
        try ["compute", "orchestrator"].flatMap { service in
            let file = URL(fileURLWithPath: "\(path)/services/\(service).ports")
            return try JSONDecoder().decode([String: Int].self, from: Data(contentsOf: file)).values.sorted()
        }
    }

    /// The log of one of its services.
    func log(of service: String) throws -> String {
        try String(contentsOfFile: "\(path)/services/\(service).log", encoding: .utf8)
    }

    /// Waits until processes that aren't this one's children have ended.
    static func end(of processes: [Int32]) async throws {
        for process in processes { try await shell("tail --pid=\(process) --sleep-interval=0.1 -f /dev/null") }
    }

    /// Whether anybody listens on a port.
    static func isOpen(_ port: Int) throws -> Bool {
        (try? Socket.connected(to: Address(host: "127.0.0.1", port: port))) != nil
    }
}
