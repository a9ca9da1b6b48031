internal import Learning

/// Prints the digest of what each elementary function and each kind of layer computes, a line each.
///
/// `tests/numerics` runs it on this processor and on others, emulated, and compares.
@main
enum NumericsDigests {
    static func main() throws {
        try Numerics.standard.requireInForce()
        for (name, digest) in ElementaryDigests.all { print("\(name): \(digest)") }
        for (name, digest) in try LayerDigests.all() { print("\(name): \(digest)") }
    }
}
