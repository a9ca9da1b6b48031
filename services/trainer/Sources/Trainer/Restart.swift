internal import Foundation
internal import Glibc
internal import Hosting
internal import Learning
internal import Logging

/// Executes this process again with the environment that OpenBLAS wants, since it reads it only when it is loaded.
enum Restart {
    /// Set in the new process, so that a kernel that can't be had doesn't lead to a loop.
    static let marker = "PANGEA_TRAINER_NUMERICS"

    /// What a signal may take from the kernel until the service group shuts down.
    private static let signalLatency = Duration.milliseconds(100)

    /// Has a signal of before now end this process: the one that is executed next would know nothing of it.
    ///
    /// One that comes later ends the process at once, as it does one that is just being started.
    ///
    /// Throws where the task is cancelled, as it is when the service group shuts down.
    static func letSignalsArrive() async throws {
        for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
        try await Task.sleep(for: signalLatency)
    }

    /// Doesn't return unless it throws: a `ServiceFailure` where the numerics can't be had on this machine.
    static func pinning(_ numerics: Numerics, logger: Logger) throws {
        let missing = ProcessorSupport.missingFeatures(for: numerics)
        guard missing.isEmpty else {
            throw ServiceFailure(
                .refused, "the job's numerics (\(numerics)) need processor features that are missing: \(missing)")
        }
        guard ProcessInfo.processInfo.environment[marker] != "\(numerics)" else {
            throw ServiceFailure(
                .refused, "the job's numerics are \(numerics), but OpenBLAS came up with \(Numerics.inForce())")
        }
        logger.info("restarting with the job's numerics", metadata: ["numerics": "\(numerics)"])
        // C strings of Swift strings live as long as each call; those of the arguments as long as the process, which
        // is replaced.
        for (name, value) in numerics.environment { unsafe setenv(name, value, 1) }
        unsafe setenv(marker, "\(numerics)", 1)
        closeDescriptorsOnExecution()
        var arguments = unsafe CommandLine.arguments.map { unsafe strdup($0) } + [nil]
        // Under its own path, so that the process keeps its name.
        let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        unsafe execv(program, &arguments)
        let reason = unsafe String(cString: strerror(errno))
        throw ServiceFailure(.internalFault, "can't execute this program again: \(reason)")
    }

    /// Sockets that stayed open would hold on to their ports, and to a peer that waits for their end.
    private static func closeDescriptorsOnExecution() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? [] {
            guard let descriptor = Int32(name), descriptor > STDERR_FILENO else { continue }
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
    }
}
