internal import DashboardClient
private import Synchronization
internal import Watching

/// What a run's loop hasn't looked at yet: at most one end for each process, two signals, and the newest picture.
final class Inbox: Sendable {
    /// What the loop takes out.
    struct Content {
        var ends: [(label: ServiceLabel, status: Int32)] = []
        var problems: [LaunchError] = []
        var signals: [Int32] = []
        var picture = RunPicture()
        var pictureNumber: UInt64 = 0
    }

    private let content = Mutex(Content())

    func put(end status: Int32, of label: ServiceLabel) { content.withLock { $0.ends.append((label, status)) } }

    func put(_ problem: LaunchError) { content.withLock { $0.problems.append(problem) } }

    /// More than two mean no more than two.
    func put(signal number: Int32) {
        content.withLock { content in
            if content.signals.count < 2 { content.signals.append(number) }
        }
    }

    func put(_ happening: RunFollower.Happening) {
        content.withLock { content in
            content.picture.take(happening)
            content.pictureNumber += 1
        }
    }

    /// Everything that came; the picture stays.
    func take() -> Content {
        content.withLock { content in
            defer { (content.ends, content.problems, content.signals) = ([], [], []) }
            return content
        }
    }
}
