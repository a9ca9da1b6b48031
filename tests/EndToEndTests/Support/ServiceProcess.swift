import Foundation
import Synchronization

/// A service under test: a real process whose log and output can be waited for.
final class ServiceProcess: Sendable {
    /// What a wait may take; far longer than anything here takes.
    static let deadline = Duration.seconds(120)

    private struct State {
        var log: [String] = []
        var output = Data()
        var status: Int32?
        var openPipes = 2
        var waiters: [UUID: CheckedContinuation<Void, Never>] = [:]

        /// All that the process wrote has been read.
        var hasEnded: Bool { status != nil && openPipes == 0 }
    }

    let name: String
    private let process: Process
    private let state = Mutex(State())

    /// Starts `executable`: one of the services, from the folder of built products, or any by its absolute path.
    init(_ executable: String, name: String, _ arguments: [String], environment: [String: String] = [:]) throws {
        self.name = name
        let process = Process()
        self.process = process
        process.executableURL =
            executable.hasPrefix("/")
            ? URL(fileURLWithPath: executable) : Products.folder.appending(path: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        let (output, log) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = log
        process.terminationHandler = { [weak self] process in
            let status = process.terminationReason == .exit ? process.terminationStatus : -process.terminationStatus
            self?.change { $0.status = status }
        }
        try process.run()
        read(output) { state, bytes in state.output.append(bytes) }
        var rest = Data()
        read(log) { state, bytes in
            rest.append(bytes)
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                state.log.append(String(decoding: rest[rest.startIndex..<end], as: UTF8.self))
                rest = Data(rest[rest.index(after: end)...])
            }
        }
    }

    deinit { kill() }

    private func read(_ pipe: Pipe, _ take: @escaping (inout State, Data) -> Void) {
        let taker = Taker(take: take)
        let thread = Thread { [weak self] in
            while case let bytes = pipe.fileHandleForReading.availableData, !bytes.isEmpty {
                self?.change { taker.take(&$0, bytes) }
            }
            self?.change { $0.openPipes -= 1 }
        }
        thread.start()
    }

    /// Used by one thread alone.
    private struct Taker: @unchecked Sendable {
        let take: (inout State, Data) -> Void
    }

    private func change(_ body: (inout State) -> Void) {
        let waiters = state.withLock { state in
            body(&state)
            defer { state.waiters.removeAll() }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Names it to the system; it keeps its number when it executes itself again.
    var processIdentifier: Int32 { process.processIdentifier }

    /// What was written to standard error, by lines.
    var log: [String] { state.withLock { $0.log } }

    /// What was written to standard output.
    var output: String { String(decoding: state.withLock { $0.output }, as: UTF8.self) }

    /// The first line of the log, or of what comes after the line `earlier`, that contains all of `texts`; waits for it.
    @discardableResult
    func line(_ texts: String..., after earlier: String? = nil) async throws -> String {
        try await wait(for: "a line with \(texts)") { state in
            let start = earlier.flatMap(state.log.lastIndex(of:)).map { $0 + 1 } ?? 0
            let line = state.log[start...].first { line in texts.allSatisfy(line.contains) }
            if let line { return line }
            if state.hasEnded { throw UnexpectedEnd(name: self.name, status: state.status ?? 0, log: state.log) }
            return nil
        }
    }

    /// What the process exited with; minus the signal's number where a signal ended it.
    @discardableResult
    func exitStatus() async throws -> Int32 {
        try await wait(for: "the end") { $0.hasEnded ? $0.status : nil }
    }

    /// Asks the process to end.
    func terminate() { process.terminate() }

    /// Ends the process without asking.
    func kill() { signal(SIGKILL) }

    /// Sends a signal.
    func signal(_ number: Int32) {
        if process.isRunning { _ = Foundation.kill(process.processIdentifier, number) }
    }

    private func wait<Found: Sendable>(
        for what: String, _ find: @escaping @Sendable (State) throws -> Found?
    ) async throws -> Found {
        let id = UUID()
        let timer = Task { [self] in
            try await Task.sleep(for: Self.deadline)
            change { _ in }
        }
        defer { timer.cancel() }
        let started = ContinuousClock.now
        while true {
            if let found = try state.withLock({ try find($0) }) { return found }
            guard ContinuousClock.now - started < Self.deadline else {
                throw TooLate(name: name, what: what, log: log)
            }
            await withCheckedContinuation { continuation in
                // What came since the look above must not be waited for.
                let isThere = state.withLock { state in
                    if (try? find(state)) ?? nil != nil || state.hasEnded { return true }
                    state.waiters[id] = continuation
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
