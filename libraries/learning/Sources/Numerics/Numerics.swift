/// What floating point depends on beside the job's mathematics: OpenBLAS's kernel and number of threads.
public struct Numerics: Hashable, Sendable {
    /// The kernel as OpenBLAS names it, for example "Haswell".
    public let blasKernel: String
    /// The threads of one matrix product.
    public let blasThreads: Int

    /// Numerics of these values.
    ///
    /// `validate()` tells whether they make sense.
    public init(blasKernel: String, blasThreads: Int) {
        self.blasKernel = blasKernel
        self.blasThreads = blasThreads
    }

    /// One thread, and the kernel that every machine of this architecture has: with AVX2 on x86-64.
    public static var standard: Numerics {
        #if arch(x86_64)
        Numerics(blasKernel: "Haswell", blasThreads: 1)
        #else
        Numerics(blasKernel: "ARMV8", blasThreads: 1)
        #endif
    }

    /// The kernels that a run may ask for on this architecture.
    ///
    /// Each gives its own bits, but for "Zen", which gives those of "Haswell". Kernels older than AVX2 are left out.
    public static var kernels: [String] {
        #if arch(x86_64)
        ["Haswell", "Zen", "SkylakeX", "Cooperlake"]
        #else
        ["ARMV8", "CORTEXA53", "CORTEXA57", "NEOVERSEN1"]
        #endif
    }

    /// The greatest number of threads that a run may ask for, as OpenBLAS was built.
    public static let maximumThreads = 64

    /// Throws `invalidDescription` for an unknown kernel or a number of threads that OpenBLAS cannot have.
    public func validate() throws(LearningError) {
        guard Self.kernels.contains(blasKernel) else {
            throw .invalidDescription(
                key: "numerics.blasKernel", expected: "one of \(Self.kernels.joined(separator: ", "))",
                got: "\"\(blasKernel)\"")
        }
        guard blasThreads >= 1 && blasThreads <= Self.maximumThreads else {
            throw .invalidDescription(
                key: "numerics.blasThreads", expected: "a number in 1...\(Self.maximumThreads)", got: "\(blasThreads)")
        }
    }
}

extension Numerics: CustomStringConvertible {
    /// For example "kernel Haswell with 1 thread".
    public var description: String {
        "kernel \(blasKernel) with \(blasThreads) \(blasThreads == 1 ? "thread" : "threads")"
    }
}
