import Foundation
import Learning

/// A network in Double and plain loops, in PyTorch's order of memory, one sample at a time: the oracle of the fast one.
struct ReferenceNetwork {
    let description: NetworkDescription
    let layout: ParameterLayout
    let parameters: [Double]
    /// What dropout multiplies each element by, by the number of the dropout layer; empty for evaluation.
    var dropout: [[Double]] = []

    init(_ description: NetworkDescription, parameters: [Double]) throws {
        self.description = description
        layout = try Model(description).layout
        self.parameters = parameters
    }

    /// Values of one sample and their shape.
    struct Tensor {
        var shape: [Int]
        var values: [Double]

        /// The rows of the last dimension.
        var rows: [[Double]] {
            let width = shape.last ?? 1
            return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
        }

        init(_ shape: [Int], _ values: [Double]) {
            self.shape = shape
            self.values = values
        }

        func map(_ body: (Double) -> Double) -> Tensor { Tensor(shape, values.map(body)) }
        func mapRows(_ body: ([Double]) -> [Double]) -> Tensor {
            let rows = rows.map(body)
            return Tensor(shape.dropLast() + [rows[0].count], rows.flatMap { $0 })
        }
    }

    func output(_ features: [Double]) -> Tensor {
        var dropouts = 0
        return sequence(description.layers, "", Tensor(description.inputShape, features), &dropouts)
    }

    /// The mean over the sample's positions or outputs.
    func loss(_ features: [Double], labels: [Double]) -> Double {
        let output = output(features)
        switch description.loss {
        case .crossEntropy(let smoothing):
            let losses = zip(output.rows, labels).map { row, label in
                let greatest = row.max() ?? 0
                let logSum = log(row.reduce(0) { $0 + exp($1 - greatest) }) + greatest
                let uniform = row.reduce(0) { $0 + logSum - $1 } / Double(row.count)
                return (1 - smoothing) * (logSum - row[Int(label)]) + smoothing * uniform
            }
            return losses.reduce(0, +) / Double(losses.count)
        case .meanSquaredError:
            return zip(output.values, labels).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / Double(labels.count)
        case .binaryCrossEntropy:
            return zip(output.values, labels).reduce(0) { sum, pair in
                sum + max(pair.0, 0) - pair.0 * pair.1 + log1p(exp(-abs(pair.0)))
            } / Double(labels.count)
        }
    }

    private func tensor(_ name: String) -> [Double]? {
        layout.entry(named: name).map { Array(parameters[$0.range]) }
    }

    private func sequence(
        _ layers: [NamedLayer], _ prefix: String, _ input: Tensor, _ dropouts: inout Int
    ) -> Tensor {
        var value = input
        for (index, layer) in layers.enumerated() {
            value = apply(layer.layer, prefix + (layer.name ?? "\(index)"), value, &dropouts)
        }
        return value
    }

    private func apply(
        _ layer: LayerDescription, _ name: String, _ x: Tensor, _ dropouts: inout Int
    ) -> Tensor {
        switch layer {
        case .linear: return linear(x, "\(name).weight", "\(name).bias")
        case .convolution(let channels, let kernel, let stride, let padding, _):
            return convolution(name, x, channels, kernel, stride, padding)
        case .maxPooling(let kernel, let stride):
            return pool(x, kernel, stride) { $0.max() ?? 0 }
        case .averagePooling(let kernel, let stride):
            return pool(x, kernel, stride) { $0.reduce(0, +) / Double($0.count) }
        case .flatten: return Tensor([x.values.count], x.values)
        case .activation(let activation): return x.map { Self.apply(activation, $0) }
        case .softmax: return x.mapRows(Self.softmax)
        case .dropout:
            defer { dropouts += 1 }
            guard !dropout.isEmpty else { return x }
            return Tensor(x.shape, zip(x.values, dropout[dropouts]).map { $0 * $1 })
        case .layerNorm(let epsilon): return x.mapRows { norm($0, name, epsilon, subtractsMean: true) }
        case .rmsNorm(let epsilon): return x.mapRows { norm($0, name, epsilon, subtractsMean: false) }
        case .groupNorm(let groups, let epsilon): return groupNorm(name, x, groups, epsilon)
        case .embedding(_, let width, _):
            let table = tensor("\(name).weight") ?? []
            let rows = x.values.flatMap { Array(table[Int($0) * width..<(Int($0) + 1) * width]) }
            return Tensor([x.values.count, width], rows)
        case .positionalEmbedding:
            return Tensor(x.shape, zip(x.values, tensor("\(name).weight") ?? []).map { $0 + $1 })
        case .causalSelfAttention(let heads): return attention(name, x, heads)
        case .residual(let body, let shortcut):
            let right = sequence(shortcut, "\(name).shortcut.", x, &dropouts)
            let left = sequence(body, "\(name).body.", x, &dropouts)
            return Tensor(left.shape, zip(left.values, right.values).map { $0 + $1 })
        case .sequential(let layers): return sequence(layers, "\(name).", x, &dropouts)
        }
    }

    static func apply(_ activation: Activation, _ x: Double) -> Double {
        switch activation {
        case .relu: max(x, 0)
        case .gelu: 0.5 * x * (1 + erf(x / 2.squareRoot()))
        case .geluTanh: 0.5 * x * (1 + tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
        case .silu: x / (1 + exp(-x))
        case .tanh: tanh(x)
        case .sigmoid: 1 / (1 + exp(-x))
        }
    }

    private static func softmax(_ row: [Double]) -> [Double] {
        let greatest = row.max() ?? 0
        let sum = row.reduce(0) { $0 + exp($1 - greatest) }
        return row.map { exp($0 - greatest) / sum }
    }

    private func linear(_ x: Tensor, _ weight: String, _ bias: String) -> Tensor {
        let w = tensor(weight) ?? []
        let b = tensor(bias)
        return x.mapRows { row in
            (0..<w.count / row.count).map { output in
                var sum = b?[output] ?? 0
                for (index, value) in row.enumerated() { sum += w[output * row.count + index] * value }
                return sum
            }
        }
    }

    private func convolution(
        _ name: String, _ x: Tensor, _ outputs: Int, _ kernel: Int, _ stride: Int, _ padding: Int
    ) -> Tensor {
        let (channels, height, width) = (x.shape[0], x.shape[1], x.shape[2])
        let w = tensor("\(name).weight") ?? []
        let b = tensor("\(name).bias")
        let (rows, columns) = (
            (height + 2 * padding - kernel) / stride + 1, (width + 2 * padding - kernel) / stride + 1
        )
        var y: [Double] = []
        for output in 0..<outputs {
            for p in 0..<rows {
                for q in 0..<columns {
                    var sum = b?[output] ?? 0
                    for channel in 0..<channels {
                        for i in 0..<kernel {
                            for j in 0..<kernel {
                                let (r, c) = (p * stride + i - padding, q * stride + j - padding)
                                guard r >= 0, r < height, c >= 0, c < width else { continue }
                                sum +=
                                    w[((output * channels + channel) * kernel + i) * kernel + j]
                                    * x.values[(channel * height + r) * width + c]
                            }
                        }
                    }
                    y.append(sum)
                }
            }
        }
        return Tensor([outputs, rows, columns], y)
    }

    private func pool(_ x: Tensor, _ kernel: Int, _ stride: Int, _ body: ([Double]) -> Double) -> Tensor {
        let (channels, height, width) = (x.shape[0], x.shape[1], x.shape[2])
        let (rows, columns) = ((height - kernel) / stride + 1, (width - kernel) / stride + 1)
        var y: [Double] = []
        for channel in 0..<channels {
            for p in 0..<rows {
                for q in 0..<columns {
                    let window = (0..<kernel * kernel).map { cell in
                        x.values[
                            (channel * height + p * stride + cell / kernel) * width + q * stride + cell % kernel]
                    }
                    y.append(body(window))
                }
            }
        }
        return Tensor([channels, rows, columns], y)
    }

    private func norm(_ row: [Double], _ name: String, _ epsilon: Double, subtractsMean: Bool) -> [Double] {
        let w = tensor("\(name).weight") ?? []
        let b = tensor("\(name).bias")
        let normal = Self.normalised(row, epsilon, subtractsMean: subtractsMean)
        return normal.indices.map { normal[$0] * w[$0] + (b?[$0] ?? 0) }
    }

    private static func normalised(_ row: [Double], _ epsilon: Double, subtractsMean: Bool = true) -> [Double] {
        let mean = subtractsMean ? row.reduce(0, +) / Double(row.count) : 0
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
        return row.map { ($0 - mean) / (variance + epsilon).squareRoot() }
    }

    private func groupNorm(_ name: String, _ x: Tensor, _ groups: Int, _ epsilon: Double) -> Tensor {
        let w = tensor("\(name).weight") ?? []
        let b = tensor("\(name).bias") ?? []
        let positions = x.shape[1] * x.shape[2]
        let size = x.values.count / groups
        let normal = (0..<groups).flatMap { Self.normalised(Array(x.values[$0 * size..<($0 + 1) * size]), epsilon) }
        return Tensor(x.shape, normal.indices.map { normal[$0] * w[$0 / positions] + b[$0 / positions] })
    }

    private func attention(_ name: String, _ x: Tensor, _ heads: Int) -> Tensor {
        let (positions, width) = (x.shape[0], x.shape[1])
        let size = width / heads
        let projections = linear(x, "\(name).in_proj_weight", "\(name).in_proj_bias").rows
        var context = [[Double]](repeating: [Double](repeating: 0, count: width), count: positions)
        for head in 0..<heads {
            for row in 0..<positions {
                let scores = (0...row).map { column -> Double in
                    var score = 0.0
                    for index in head * size..<(head + 1) * size {
                        score += projections[row][index] * projections[column][width + index]
                    }
                    return score / Double(size).squareRoot()
                }
                for (column, weight) in Self.softmax(scores).enumerated() {
                    for index in 0..<size {
                        context[row][head * size + index] +=
                            weight * projections[column][2 * width + head * size + index]
                    }
                }
            }
        }
        return linear(
            Tensor([positions, width], context.flatMap { $0 }), "\(name).out_proj.weight", "\(name).out_proj.bias")
    }
}
