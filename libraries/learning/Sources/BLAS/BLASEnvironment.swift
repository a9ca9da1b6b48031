private import COpenBLAS

/// What OpenBLAS says about itself.
enum BLASEnvironment {
    /// The name of the kernel in force, for example "Haswell".
    static var kernel: String {
        // OpenBLAS returns a pointer to a constant string, or nothing.
        guard let name = unsafe openblas_get_corename() else { return "" }
        return unsafe String(cString: name)
    }

    /// The number of threads that a product may use.
    static var threads: Int {
        Int(openblas_get_num_threads())
    }
}
