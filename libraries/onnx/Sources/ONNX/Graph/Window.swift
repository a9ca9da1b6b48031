/// A square kernel and how it moves over an image.
struct Window {
    let kernel: Int
    let stride: Int
    let padding: Int

    init(_ kernel: Int, _ stride: Int, _ padding: Int) {
        self.kernel = kernel
        self.stride = stride
        self.padding = padding
    }

    /// What height or width become.
    func output(_ size: Int) -> Int { (size + 2 * padding - kernel) / stride + 1 }

    /// As convolution and pooling name them.
    var attributes: KeyValuePairs<String, NodeAttribute> {
        [
            "kernel_shape": .integers([kernel, kernel]), "strides": .integers([stride, stride]),
            "pads": .integers(Array(repeating: padding, count: 4)),
        ]
    }
}
