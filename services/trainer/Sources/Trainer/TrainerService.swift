internal import Faults
package import Hosting
internal import Learning
package import Logging
internal import ServiceLifecycle
internal import Transport
internal import WireProtocol

internal import enum Schemas.FailureCode

/// Takes part in a run, again and again until the run is over: whatever ends a session, short of the run's end or a
/// refusal, is followed by another attempt.
package struct TrainerService: Service {
    /// The condition of readiness that holds while the trainer is a member.
    package static let membership = "membership"

    package let session: TrainerSession
    /// Between two attempts nobody waits longer than this: an orchestrator that comes back has its trainers soon.
    package static let longestWait = Duration.seconds(1)

    /// For how long in a row the trainer may be no member of a run before it gives up.
    package let patience: Duration
    package let readiness: Readiness
    package let logger: Logger

    package init(session: TrainerSession, patience: Duration, readiness: Readiness, logger: Logger) {
        self.session = session
        self.patience = patience
        self.readiness = readiness
        self.logger = logger
    }

    /// Runs until the run is over or the service group shuts down.
    ///
    /// Throws a `ServiceFailure` where the orchestrator refuses the trainer, can't be reached for longer than the
    /// patience, or ended the run without success.
    package func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await attempt() }
        } catch  where Task.isShuttingDownGracefully {
            logger.notice("left on request")
        }
    }

    private func attempt() async throws {
        var backoff = Backoff(ceiling: Self.longestWait)
        var generator = SystemRandomNumberGenerator()
        let contact = LastContact()
        while true {
            do {
                switch try await session.run(onJoining: { contact.join() }) {
                case .finished(let reason, succeeded: true):
                    return logger.notice("done", metadata: ["reason": "\(reason)"])
                case .finished(let reason, succeeded: false):
                    throw ServiceFailure(.refused, "the run ended without success: \(reason)")
                case .needsNumerics(let numerics):
                    Faults.reach(.trainerRestart, step: 0)
                    try await Restart.letSignalsArrive()
                    try Restart.pinning(numerics, logger: logger)
                case .released:
                    logger.notice("released by the orchestrator; coming back")
                    _ = contact.leave()
                    backoff.reset()
                }
            } catch let failure as ServiceFailure {
                throw failure
            } catch let failure as ProtocolFailure where Self.isFinal(failure.code) {
                throw ServiceFailure(.refused, "refused", cause: failure)
            } catch let failure as TransportError where failure.isRefusal {
                throw ServiceFailure(.refused, "refused", cause: failure)
            } catch let error as LearningError {
                throw ServiceFailure(.internalFault, "can't compute", cause: error)
            } catch is CancellationError {
                throw CancellationError()
            } catch {
                logger.warning("session ended", metadata: ["reason": "\(error)"])
                if contact.leave() { backoff.reset() }
                guard contact.age < patience else {
                    throw ServiceFailure(.unavailable, "no run within \(patience)", cause: error)
                }
            }
            try await Task.sleep(for: backoff.next(using: &generator))
        }
    }

    /// Whether trying again can't help.
    private static func isFinal(_ code: FailureCode) -> Bool {
        switch code {
        case .protocolVersion, .probeMismatch, .digestMismatch, .invalidData, .shapeMismatch, .malformed, .expelled:
            true
        default: false
        }
    }
}
