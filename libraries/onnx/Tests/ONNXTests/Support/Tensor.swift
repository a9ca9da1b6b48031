/// Numbers in a shape, row-major; as slow as it is plain.
struct Tensor {
    let shape: [Int]
    var values: [Double]

    init(_ shape: [Int], _ values: [Double]) {
        precondition(values.count == shape.reduce(1, *), "\(values.count) values in \(shape)")
        self.shape = shape
        self.values = values
    }

    /// The number made of each place.
    init(_ shape: [Int], at value: ([Int]) -> Double) {
        self.init(shape, (0..<shape.reduce(1, *)).map { value(Tensor.place($0, in: shape)) })
    }

    /// The number at a place; a size of 1 stands for every number, leading sizes may be missing.
    subscript(broadcasting place: [Int]) -> Double {
        var index = 0
        for (size, at) in zip(shape, place.suffix(shape.count)) { index = index * size + (size == 1 ? 0 : at) }
        return values[index]
    }

    func map(_ body: (Double) -> Double) -> Tensor { Tensor(shape, values.map(body)) }

    func combined(_ other: Tensor, _ body: (Double, Double) -> Double) -> Tensor {
        let rank = max(shape.count, other.shape.count)
        let left = Array(repeating: 1, count: rank - shape.count) + shape
        let right = Array(repeating: 1, count: rank - other.shape.count) + other.shape
        return Tensor(zip(left, right).map(max)) { body(self[broadcasting: $0], other[broadcasting: $0]) }
    }

    /// The rows along the last dimension, each made anew.
    func mapRows(_ body: ([Double]) -> [Double]) -> Tensor {
        let width = shape.last ?? 1
        let rows = stride(from: 0, to: values.count, by: width).map { body(Array(values[$0..<$0 + width])) }
        return Tensor(shape.dropLast() + [rows.first?.count ?? 0], rows.flatMap { $0 })
    }

    func transposed(_ order: [Int]) -> Tensor {
        Tensor(order.map { shape[$0] }) { place in
            var source = place
            for (to, from) in order.enumerated() { source[from] = place[to] }
            return self[broadcasting: source]
        }
    }

    private static func place(_ index: Int, in shape: [Int]) -> [Int] {
        var rest = index
        var place = [Int](repeating: 0, count: shape.count)
        for dimension in shape.indices.reversed() {
            place[dimension] = rest % shape[dimension]
            rest /= shape[dimension]
        }
        return place
    }
}
