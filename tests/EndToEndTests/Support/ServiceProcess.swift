import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A service under test: a real process whose log and output can be waited for.
final class ServiceProcess: Sendable {
    /// What a wait may take; far longer than anything here takes.
    static let deadline = Duration.seconds(120)

    /// How a process is started: what, its name, arguments and more of the environment.
    typealias Start = (String, String, [String], [String: String]) async throws -> ServiceProcess

    let name: String
    /// Names it to the system; it keeps its number when it executes itself again.
    let processIdentifier: Int32
    private let journal: Journal

    /// Starts `executable`: one of the services, from the folder of built products, or any by its absolute path.
    init(
        _ executable: String, name: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws {
        let path = executable.hasPrefix("/") ? executable : Products.folder.appending(path: executable).path
        let changes = environment.map { (Environment.Key(rawValue: $0), $1) }
        let journal = Journal()
        self.name = name
        self.journal = journal
        processIdentifier = try await withCheckedThrowingContinuation { started in
            Task.detached {
                do {
                    let ended = try await Subprocess.run(
                        .path(FilePath(path)), arguments: Arguments(arguments),
                        environment: .inherit.updating(
                            Dictionary(
                                uniqueKeysWithValues: changes.compactMap { key, value in key.map { ($0, value) } })),
                        input: .none, output: .sequence, error: .sequence
                    ) { process in
                        journal.change { $0.send = { try? process.send(signal: Signal(rawValue: $0)) } }
                        started.resume(returning: process.processIdentifier.value)
                        async let output: Void = journal.takeOutput(process.standardOutput)
                        async let log: Void = journal.takeLog(process.standardError)
                        _ = await (output, log)
                    }
                    let status: Int32 =
                        switch ended.terminationStatus {
                        case .exited(let code): code
                        case .signaled(let number): -number
                        }
                    journal.change { $0.status = status }
                } catch  where journal.hasStarted {
                    journal.change { $0.status = -1 }
                } catch {
                    started.resume(throwing: error)
                }
            }
        }
    }

    deinit { kill() }

    /// What was written to standard error, by lines.
    var log: [String] { journal.read { $0.log } }

    /// What was written to standard output.
    var output: String { String(decoding: outputBytes, as: UTF8.self) }

    /// The same, whatever it is.
    var outputBytes: Data { Data(journal.read { $0.output }) }

    /// The first line of the log, or of what comes after the line `earlier`, that contains all of `texts`; waits for it.
    @discardableResult
    func line(_ texts: String..., after earlier: String? = nil) async throws -> String {
        try await line(with: texts, after: earlier)
    }

    /// Does what `line(_:after:)` does.
    @discardableResult
    func line(with texts: [String], after earlier: String? = nil) async throws -> String {
        try await journal.wait(for: "a line with \(texts)", of: name) { [name] events, seen in
            if seen == 0, let earlier { seen = events.log.lastIndex(of: earlier).map { $0 + 1 } ?? 0 }
            let line = events.log[seen...].first { line in texts.allSatisfy(line.contains) }
            if let line { return line }
            seen = events.log.count
            if let status = events.status { throw UnexpectedEnd(name: name, status: status, log: events.log) }
            return nil
        }
    }

    /// Waits until what was written to standard output contains a text.
    func printed(_ text: String) async throws {
        _ = try await journal.wait(for: "\(text.debugDescription) on standard output", of: name) { [name] events, _ in
            if String(decoding: events.output, as: UTF8.self).contains(text) { return true }
            if let status = events.status { throw UnexpectedEnd(name: name, status: status, log: events.log) }
            return nil
        }
    }

    /// What the process exited with; minus the signal's number where a signal ended it.
    @discardableResult
    func exitStatus() async throws -> Int32 {
        try await journal.wait(for: "the end", of: name) { events, _ in events.status }
    }

    /// Waits until a signal has stopped the process, which is a child of this one; where none does in time, it is killed.
    func stopped() async throws {
        let process = id_t(processIdentifier)
        let timer = Task {
            try await Task.sleep(for: Self.deadline)
            kill()
        }
        defer { timer.cancel() }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            DispatchQueue.global().async {
                var information = siginfo_t()
                let isStopped = waitid(P_PID, process, &information, WSTOPPED | WNOWAIT) == 0
                continuation.resume(
                    with: isStopped ? .success(()) : .failure(POSIXError(POSIXErrorCode(rawValue: errno) ?? .ECHILD)))
            }
        }
    }

    /// Has the process go on that a signal has stopped.
    func proceed() { signal(SIGCONT) }

    /// Asks the process to end.
    func terminate() { signal(SIGTERM) }

    /// Ends the process without asking.
    func kill() { signal(SIGKILL) }

    /// Sends a signal.
    func signal(_ number: Int32) { journal.read { $0.status == nil ? $0.send : nil }?(number) }
}

/// What is known of a process, and who waits for more.
private final class Journal: Sendable {
    struct Events {
        var log: [String] = []
        var output: [UInt8] = []
        /// There when the process has ended and all that it wrote has been read.
        var status: Int32?
        var send: (@Sendable (Int32) -> Void)?
        fileprivate var waiters: [UUID: CheckedContinuation<Void, Never>] = [:]
    }

    private let events = Mutex(Events())

    var hasStarted: Bool { read { $0.send != nil } }

    func read<Value>(_ body: (Events) throws -> Value) rethrows -> Value { try events.withLock { try body($0) } }

    func change(_ body: (inout Events) -> Void) {
        let waiters = events.withLock { events in
            body(&events)
            defer { events.waiters.removeAll() }
            return events.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    func takeOutput(_ stream: SubprocessOutputSequence) async {
        await take(stream) { bytes in change { $0.output += bytes } }
    }

    func takeLog(_ stream: SubprocessOutputSequence) async {
        var rest: [UInt8] = []
        await take(stream) { bytes in
            rest += bytes
            var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            rest = Array(lines.removeLast())
            if !lines.isEmpty { change { $0.log += lines.map { String(decoding: $0, as: UTF8.self) } } }
        }
        if !rest.isEmpty { change { $0.log.append(String(decoding: rest, as: UTF8.self)) } }
    }

    private func take(_ stream: SubprocessOutputSequence, _ body: ([UInt8]) -> Void) async {
        do {
            for try await buffer in stream { body(buffer.withUnsafeBytes { Array($0) }) }
        } catch {
            change { $0.log.append("reading what it writes: \(error)") }
        }
    }

    /// What `find` finds, looking again after each change; it is told how many lines it has seen, and says so.
    func wait<Found: Sendable>(
        for what: String, of name: String, _ find: @escaping @Sendable (Events, inout Int) throws -> Found?
    ) async throws -> Found {
        let id = UUID()
        let timer = Task {
            try await Task.sleep(for: ServiceProcess.deadline)
            change { _ in }
        }
        defer { timer.cancel() }
        let started = ContinuousClock.now
        var seen = 0
        while true {
            if let found = try read({ try find($0, &seen) }) { return found }
            guard ContinuousClock.now - started < ServiceProcess.deadline else {
                throw TooLate(name: name, what: what, log: read { $0.log })
            }
            await withCheckedContinuation { [seen] continuation in
                // What came since the look above must not be waited for.
                let isThere = events.withLock { events in
                    var seen = seen
                    if (try? find(events, &seen)) ?? nil != nil || events.status != nil { return true }
                    events.waiters[id] = continuation
                    return false
                }
                if isThere { continuation.resume() }
            }
        }
    }
}

/// A process ended before it did what was waited for.
struct UnexpectedEnd: Error, CustomStringConvertible {
    let name: String
    let status: Int32
    let log: [String]
    var description: String { "\(name) ended with \(status); its log ends:\n" + log.suffix(20).joined(separator: "\n") }
}

/// A process didn't do in time what was waited for.
struct TooLate: Error, CustomStringConvertible {
    let name: String
    let what: String
    let log: [String]
    var description: String { "\(name): no \(what); its log ends:\n" + log.suffix(20).joined(separator: "\n") }
}
