/// What the processor must have.
///
/// On x86-64 the code is compiled for x86-64-v3, that is with AVX2 and what came with it. On arm64 every processor
/// will do.
public enum ProcessorSupport {
    /// x86-64-v2 and -v3 by the names of the flags in Linux' /proc/cpuinfo, where "abm" stands for LZCNT and "pni" for
    /// SSE3.
    package static let requiredFeatures = [
        "cx16", "lahf_lm", "popcnt", "pni", "sse4_1", "sse4_2", "ssse3",
        "avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave",
    ]

    /// What kernels need beyond that.
    private static let kernelFeatures = [
        "SkylakeX": ["avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"],
        "Cooperlake": ["avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl", "avx512_vnni", "avx512_bf16"],
    ]

    /// The features that this machine's processor lacks.
    ///
    /// Empty on arm64.
    public static func missingFeatures(for numerics: Numerics = .standard) -> [String] {
        #if arch(x86_64)
        missingFeatures(inProcessorInformation: ProcessorInformation.text(), for: numerics)
        #else
        []
        #endif
    }

    /// The features of x86-64-v3, and of the kernel of `numerics`, that the text of /proc/cpuinfo does not name.
    ///
    /// The first line that starts with "flags" decides. Without one, nothing can be said and nothing is missing.
    public static func missingFeatures(
        inProcessorInformation text: String, for numerics: Numerics = .standard
    ) -> [String] {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix("flags") }),
            let colon = line.firstIndex(of: ":")
        else { return [] }
        let present = Set(line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace))
        let required = requiredFeatures + (kernelFeatures[numerics.blasKernel] ?? [])
        return required.filter { !present.contains(Substring($0)) }
    }
}
