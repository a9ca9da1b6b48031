import Learning
import Testing

@Suite struct NumericsTests {
    @Test func `the environment names kernel and threads as OpenBLAS wants them`() {
        #expect(
            Numerics(blasKernel: "SkylakeX", blasThreads: 2).environment == [
                "OPENBLAS_CORETYPE": "SkylakeX", "OPENBLAS_NUM_THREADS": "2",
            ])
    }

    @Test func `what is in force has a name and at least one thread, and is in force`() throws {
        let numerics = Numerics.inForce()
        #expect(!numerics.blasKernel.isEmpty)
        #expect(numerics.blasThreads >= 1)
        try numerics.requireInForce()
    }

    @Test func `other numerics than those in force are refused with both sides named`() {
        let got = Numerics.inForce()
        let wanted = Numerics(blasKernel: "Nonesuch", blasThreads: 1)
        let error = #expect(throws: LearningError.self) { try wanted.requireInForce() }
        #expect(error?.description == "numerics: expected kernel Nonesuch with 1 thread, got \(got)")
    }

    @Test func `the standard numerics are valid`() throws {
        try Numerics.standard.validate()
        #expect(Numerics.standard.blasThreads == 1)
    }

    @Test(arguments: [0, 65])
    func `a number of threads out of bounds is refused`(threads: Int) {
        let numerics = Numerics(blasKernel: Numerics.standard.blasKernel, blasThreads: threads)
        let error = #expect(throws: LearningError.self) { try numerics.validate() }
        #expect(error?.description == "numerics.blasThreads: expected a number in 1...64, got \(threads)")
    }

    /// OpenBLAS reads names without regard to case but reports them as listed, so only those are taken.
    @Test(arguments: ["haswell", "", "Prescott"])
    func `an unknown kernel is refused`(kernel: String) {
        let error = #expect(throws: LearningError.self) {
            try Numerics(blasKernel: kernel, blasThreads: 1).validate()
        }
        #expect(error?.description.hasSuffix("got \"\(kernel)\"") == true)
    }
}
