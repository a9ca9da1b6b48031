/// How a kernel moves over an image, in one shape for convolution and pooling.
///
/// Letters: C channels, input (H, W), output (P, Q); the kernel is K by K, moves by `stride`, over an image that
/// `padding` rows and columns of zeros surround. P = (H + 2 padding - K) / stride + 1, rounded down, Q likewise.
struct Window: Hashable, Sendable {
    let channels: Int
    let height: Int
    let width: Int
    let kernel: Int
    let stride: Int
    let padding: Int

    var outputHeight: Int { (height + 2 * padding - kernel) / stride + 1 }
    var outputWidth: Int { (width + 2 * padding - kernel) / stride + 1 }
    var inputCount: Int { height * width * channels }
    /// P Q.
    var positions: Int { outputHeight * outputWidth }

    /// The columns of a kernel at output column `q` that lie on the image, and where the first of them lies.
    @inline(__always)
    func columns(_ q: Int) -> (first: Int, end: Int, at: Int) {
        let left = q &* stride &- padding
        let first = max(0, 0 &- left)
        let end = max(first, min(kernel, width &- left))
        return (first, end, left &+ first)
    }
}
