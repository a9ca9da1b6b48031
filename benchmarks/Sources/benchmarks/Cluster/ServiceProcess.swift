internal import Foundation

/// A service as a process of its own, whose log goes to a file and is read from there.
final class ServiceProcess {
    /// What a wait may take, in seconds; far longer than anything here takes.
    static let deadline = 120.0
    /// How often it is looked whether something has come, in seconds.
    static let look = 0.02

    let name: String
    /// When it was started, in seconds since 1970.
    let startedAt: Double
    let process: pid_t
    /// As `waitpid` has it, once it has ended.
    private var status: Int32?
    private let reader: FileHandle
    private var rest = Data()
    private var read: [LogLine] = []

    /// Starts a service of the release build with its log in `folder`.
    init(
        _ product: String, name: String, _ arguments: [String], environment: [String: String] = [:], in folder: URL
    ) throws {
        self.name = name
        let log = folder.appending(path: "\(name)-\(UUID().uuidString.prefix(8)).log")
        _ = FileManager.default.createFile(atPath: log.path, contents: nil)
        reader = try FileHandle(forReadingFrom: log)
        // As a user starts it: with no numerics in the environment.
        let environment = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("PANGEA_") && !$0.key.hasPrefix("OPENBLAS_") }
            .merging(environment) { $1 }
        let program = try Self.products().appending(path: product).path
        startedAt = Date().timeIntervalSince1970
        process = try Self.spawn(
            [program] + arguments, environment: environment.map { "\($0)=\($1)" }, log: log.path)
    }

    deinit { kill() }

    /// The folder of this program, which is that of the services too.
    private static func products() throws -> URL {
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: program).deletingLastPathComponent()
    }

    private static func spawn(_ arguments: [String], environment: [String], log: String) throws -> pid_t {
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log, O_WRONLY | O_APPEND, 0)
        let words = arguments.map { strdup($0) }
        let variables = environment.map { strdup($0) }
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let failure = posix_spawn(&process, arguments[0], &files, nil, words + [nil], variables + [nil])
        guard failure == 0 else { throw ClusterError("can't start \(arguments[0]): errno \(failure)") }
        return process
    }

    /// What was logged so far.
    var lines: [LogLine] {
        // One call gives no more than a part of what there is.
        while case let more = reader.availableData, !more.isEmpty { rest += more }
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            read.append(LogLine(text: String(decoding: rest[rest.startIndex..<end], as: UTF8.self)))
            rest = Data(rest[(end + 1)...])
        }
        return read
    }

    /// The first line from the one numbered `start` on that contains all of `texts`; waits for it.
    ///
    /// Throws where it doesn't come, or the process ends before.
    @discardableResult
    func line(_ texts: String..., from start: Int = 0, within seconds: Double = deadline) throws -> LogLine {
        let begun = Date()
        var next = start
        while true {
            let isRunning = isRunning
            let lines = lines
            if let line = lines.dropFirst(next).first(where: { $0.contains(texts) }) { return line }
            next = max(next, lines.count)
            guard isRunning else { throw failure("it ended before \(texts)") }
            guard Date().timeIntervalSince(begun) < seconds else { throw failure("no \(texts) within \(seconds) s") }
            Thread.sleep(forTimeInterval: Self.look)
        }
    }

    var isRunning: Bool {
        var status: Int32 = 0
        if self.status == nil, waitpid(process, &status, WNOHANG) == process { self.status = status }
        return self.status == nil
    }

    /// Waits until it has ended well, `seconds` at most.
    ///
    /// Throws where it ends otherwise, or not at all.
    func end(within seconds: Double) throws {
        try wait(within: seconds)
        guard status == 0 else { throw failure("it ended with \(status ?? 0)") }
    }

    /// Waits until it has ended in whatever way, `seconds` at most.
    ///
    /// Throws where it doesn't.
    func wait(within seconds: Double) throws {
        let begun = Date()
        while isRunning {
            guard Date().timeIntervalSince(begun) < seconds else { throw failure("it doesn't end") }
            Thread.sleep(forTimeInterval: Self.look)
        }
    }

    /// Throws, with the end of its log, where it has ended.
    func requireRunning() throws {
        guard !isRunning else { return }
        _ = lines
        throw failure("it ended with \(status ?? 0) while it was needed")
    }

    /// Sends a signal.
    func signal(_ number: Int32) { if isRunning { Foundation.kill(process, number) } }

    /// Ends it without asking, and returns when it was asked to, in seconds since 1970.
    @discardableResult
    func kill() -> Double {
        let moment = Date().timeIntervalSince1970
        signal(SIGKILL)
        while isRunning { Thread.sleep(forTimeInterval: 0.001) }
        return moment
    }

    private func failure(_ reason: String) -> ClusterError {
        ClusterError("\(name): \(reason); its log ends:\n" + read.suffix(20).map(\.text).joined(separator: "\n"))
    }
}
