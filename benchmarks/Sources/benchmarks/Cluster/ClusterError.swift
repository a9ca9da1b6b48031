/// Why a trial could not be measured.
struct ClusterError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
