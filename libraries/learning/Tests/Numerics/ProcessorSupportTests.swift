import Learning
import Testing

@Suite struct ProcessorSupportTests {
    /// A processor of 2013, cut down to a few of its other flags.
    static let haswell = """
        processor\t: 0
        flags\t\t: fpu sse2 pni ssse3 fma cx16 sse4_1 sse4_2 movbe popcnt xsave avx f16c lahf_lm abm bmi1 avx2 bmi2
        processor\t: 1
        flags\t\t: fpu

        """

    @Test func `a processor with AVX2 lacks nothing`() {
        #expect(ProcessorSupport.missingFeatures(inProcessorInformation: Self.haswell).isEmpty)
    }

    @Test(arguments: ProcessorSupport.requiredFeatures)
    func `a feature that is not named is missing`(feature: String) {
        let text = Self.haswell.replacing(" \(feature) ", with: " ").replacing(" \(feature)\n", with: "\n")
        #expect(ProcessorSupport.missingFeatures(inProcessorInformation: text) == [feature])
    }

    @Test func `a kernel for AVX-512 needs more`() {
        let numerics = Numerics(blasKernel: "SkylakeX", blasThreads: 1)
        #expect(
            ProcessorSupport.missingFeatures(inProcessorInformation: Self.haswell, for: numerics) == [
                "avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl",
            ])
    }

    @Test(arguments: ["", "flags", "Features\t: fp asimd"])
    func `text without flags says nothing`(text: String) {
        #expect(ProcessorSupport.missingFeatures(inProcessorInformation: text).isEmpty)
    }

    @Test func `this machine runs this test, so it lacks nothing`() {
        #expect(ProcessorSupport.missingFeatures().isEmpty)
    }
}
