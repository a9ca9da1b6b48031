internal import Hosting
package import Logging
internal import RunRecords

/// Brings a journal to the disk, and looks after its checkpoints, off the run's path.
package struct RunRecorder: Sendable {
    /// How often it looks for what is new.
    package static let interval = Duration.milliseconds(500)

    private let journal: RunJournal
    private let folder: String
    private let disk = DiskQueue(label: "pangea.history")
    private let logger: Logger

    /// Writes the history of `journal` into `folder`.
    package init(journal: RunJournal, folder: String, logger: Logger) {
        self.journal = journal
        self.folder = folder
        self.logger = logger
    }

    /// Begins the history anew, or goes on with the one of the folder at step `resumedAt` of epoch `epoch`, and records
    /// while `body` runs and once behind it.
    ///
    /// A history that can't be read or written is named in the log, and never ends a run.
    package func record(
        _ facts: RunFacts, resumedAt: UInt64?, epoch: UInt64, while body: () async throws -> Void
    ) async throws {
        var file = HistoryFile(folder: folder)
        let history = resumedAt.map { past(in: file, step: $0, epoch: epoch) } ?? RunHistory()
        attempt { () throws(HistoryError) in try file.write(history) }
        journal.begin(facts, history: history, resumedAt: resumedAt, folder: folder)
        let writer = Task { [file] in await write(to: file) }
        let result: Result<Void, any Error>
        do {
            result = .success(try await body())
        } catch {
            result = .failure(error)
        }
        writer.cancel()
        await writer.value
        try result.get()
    }

    /// Writes until it is cancelled, and once more.
    private func write(to file: HistoryFile) async {
        var file = file
        while !Task.isCancelled {
            await write(&file)
            try? await Task.sleep(for: Self.interval)
        }
        await write(&file)
    }

    /// What the folder's history holds before `step`; what isn't whole is cut off, and named.
    private func past(in file: HistoryFile, step: UInt64, epoch: UInt64) -> RunHistory {
        var (history, problem) = file.read()
        switch problem {
        case .torn?: logger.warning("\(problem.map(String.init(describing:)) ?? "")")
        case let problem?:
            logger.warning("\(problem); it is put aside", metadata: ["path": "\(file.putAside())"])
            history = RunHistory()
        case nil: break
        }
        history.cut(step: step, epoch: epoch)
        return history
    }

    private func write(_ file: inout HistoryFile) async {
        await lookAtCheckpoints()
        let records = journal.takeUnwritten()
        guard !records.isEmpty else { return }
        let before = file
        let result = try? await disk.run { [journal] in
            var after = before
            do throws(HistoryError) {
                try after.append(records) { journal.history }
                return (after, HistoryError?.none)
            } catch {
                return (after, error)
            }
        }
        guard let (after, problem) = result else { return }
        file = after
        report(problem)
    }

    private func lookAtCheckpoints() async {
        guard let shelf = journal.shelfToLookAt() else { return }
        let looked = try? await disk.run {
            var shelf = shelf
            let files = shelf.look()
            return (shelf, files)
        }
        guard let (shelf, files) = looked else { return }
        journal.put(files, on: shelf)
    }

    private func attempt(_ body: () throws(HistoryError) -> Void) {
        do {
            try body()
            report(nil)
        } catch {
            report(error)
        }
    }

    private func report(_ problem: HistoryError?) {
        guard journal.changesHistoryProblem(to: problem.map { "\($0)" }) else { return }
        if let problem { logger.warning("\(problem)") } else { logger.info("the history is written again") }
    }
}
