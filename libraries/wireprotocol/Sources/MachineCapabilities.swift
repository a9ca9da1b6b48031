internal import Foundation
internal import Schemas

/// What a machine offers: information for logs, never grounds for trust.
public struct MachineCapabilities: Hashable, Sendable {
    /// Logical processors in reach.
    public let cores: Int
    /// Physical memory in bytes.
    public let memoryBytes: UInt64
    /// The processor's own name, empty where the system doesn't tell.
    public let processor: String
    /// The BLAS kernel in force, empty where the service uses none.
    public let blasKernel: String

    /// Creates capabilities.
    public init(cores: Int, memoryBytes: UInt64, processor: String, blasKernel: String) {
        self.cores = cores
        self.memoryBytes = memoryBytes
        self.processor = processor
        self.blasKernel = blasKernel
    }

    /// Those of the machine that this process runs on.
    public static func ofThisMachine(blasKernel: String = "") -> Self {
        let processInfo = ProcessInfo.processInfo
        return Self(
            cores: processInfo.activeProcessorCount,
            memoryBytes: processInfo.physicalMemory,
            processor: processorName(),
            blasKernel: blasKernel
        )
    }

    private static func processorName() -> String {
        guard let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return "" }
        for line in text.split(separator: "\n") where line.hasPrefix("model name") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return ""
    }
}
