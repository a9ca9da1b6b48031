internal import Admission
internal import Foundation
public import Logging
public import ServiceLifecycle
internal import UnixSignals

/// Runs a service's parts until one of them is done or a signal asks for the end, and says how it ended.
public enum ServiceRunner {
    /// What a graceful shutdown may take before the rest is cancelled.
    public static let shutdownLimit = Duration.seconds(10)

    /// Runs `main` beside `helpers`: the whole ends in order when `main` does, or a helper; `main` first.
    ///
    /// SIGINT and SIGTERM begin a graceful shutdown; returns the status to exit with, after logging why.
    public static func run(
        main: some Service, helpers: [any Service], logger: Logger
    ) async -> ExitStatus {
        raiseDescriptorLimit()
        // They end in reverse: helpers tell what became of the main part.
        let parts = helpers.map {
            ServiceGroupConfiguration.ServiceConfiguration(
                service: $0, successTerminationBehavior: .gracefullyShutdownGroup,
                failureTerminationBehavior: .gracefullyShutdownGroup)
        }
        var configuration = ServiceGroupConfiguration(
            services: parts + [
                .init(
                    service: main, successTerminationBehavior: .gracefullyShutdownGroup,
                    failureTerminationBehavior: .gracefullyShutdownGroup)
            ],
            gracefulShutdownSignals: [.sigint, .sigterm], logger: quiet(logger))
        configuration.maximumGracefulShutdownDuration = shutdownLimit
        configuration.maximumCancellationDuration = shutdownLimit
        do {
            try await ServiceGroup(configuration: configuration).run()
            return .done
        } catch {
            return report(error, to: logger)
        }
    }

    /// Logs why a service can't go on, and returns the status to exit with.
    public static func report(_ error: any Error, to logger: Logger) -> ExitStatus {
        // What services are given to prove who they are with is input, and it's no good.
        let unfit = (error as? AdmissionError).map { ServiceFailure(.badInput, "\($0)") }
        guard let failure = error as? ServiceFailure ?? unfit else {
            logger.critical("\(error)")
            return .internalFault
        }
        switch failure.status {
        case .done: break
        case .interrupted: logger.notice("\(failure)")
        default: logger.critical("\(failure)")
        }
        return failure.status
    }

    /// Takes all the descriptors that the system lets the process have: each connection needs one.
    private static func raiseDescriptorLimit() {
        var limit = rlimit()
        // The limit is a local that outlives the calls; where they fail, it stays as it was.
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    private static func quiet(_ logger: Logger) -> Logger {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        return quiet
    }
}
