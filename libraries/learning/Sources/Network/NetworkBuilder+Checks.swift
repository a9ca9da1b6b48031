// What must hold for a layer to be made.
extension NetworkBuilder {
    /// Rows and their width.
    func rows(_ shape: SampleShape, _ place: Place) throws(LearningError) -> (rows: Int, width: Int) {
        switch shape.sizes.count {
        case 1: return (1, shape.sizes[0])
        case 2: return (shape.sizes[0], shape.sizes[1])
        default: throw wrongShape(place, "(features) or (positions, features)", shape)
        }
    }

    func image(
        _ shape: SampleShape, _ place: Place
    ) throws(LearningError) -> (channels: Int, height: Int, width: Int) {
        guard shape.sizes.count == 3 else { throw wrongShape(place, "(channels, height, width)", shape) }
        return (shape.sizes[0], shape.sizes[1], shape.sizes[2])
    }

    func window(
        _ shape: SampleShape, _ place: Place, kernel: Int, stride: Int, padding: Int
    ) throws(LearningError) -> Window {
        let (channels, height, width) = try image(shape, place)
        try require(stride, "\(place.key).stride")
        // A window that lies in the padding alone says nothing.
        guard kernel >= 1, padding >= 0, padding < kernel else {
            throw .invalidDescription(
                key: "\(place.key).padding", expected: "a padding of at least 0 and less than the kernel of \(kernel)",
                got: "\(padding)")
        }
        guard kernel <= min(height, width) + 2 * padding else {
            throw .invalidDescription(
                key: "\(place.key).kernel",
                expected: "at most the \(height + 2 * padding) x \(width + 2 * padding) of \(shape) with its padding",
                got: "\(kernel)")
        }
        return Window(
            channels: channels, height: height, width: width, kernel: kernel, stride: stride, padding: padding)
    }

    func grown(_ sizes: [Int], _ place: Place) throws(LearningError) -> SampleShape {
        guard let shape = SampleShape(sizes) else {
            throw .invalidDescription(
                key: place.key, expected: "an output of at most \(SampleShape.maximumCount) numbers a sample",
                got: SampleShape.text(sizes))
        }
        return shape
    }

    func wrongShape(_ place: Place, _ expected: String, _ got: SampleShape) -> LearningError {
        .invalidDescription(key: place.key, expected: expected, got: "\(got)")
    }

    func require(_ size: Int, _ key: String) throws(LearningError) {
        guard size >= 1, size <= NetworkDescription.maximumWidth else {
            throw .invalidDescription(
                key: key, expected: "a size in 1...\(NetworkDescription.maximumWidth)", got: "\(size)")
        }
    }

    func requireEpsilon(_ epsilon: Double, _ place: Place) throws(LearningError) {
        guard Float(epsilon) > 0, Float(epsilon).isFinite else {
            throw .invalidDescription(
                key: "\(place.key).epsilon", expected: "a number above 0 that a float can hold", got: "\(epsilon)")
        }
    }

    func requireDeviation(_ deviation: Double, _ place: Place) throws(LearningError) {
        guard deviation >= 0, Float(deviation).isFinite else {
            throw .invalidDescription(
                key: "\(place.key).deviation", expected: "a finite number of at least 0", got: "\(deviation)")
        }
    }
}
