import Foundation
import ONNX

/// Computes a graph by the words of the operators' specification, in float64.
struct GraphInterpreter {
    struct UnknownOperator: Error { let name: String }

    private var values: [String: Tensor] = [:]

    /// What the file makes of `input`, the values of all samples.
    static func run(_ model: Onnx_ModelProto, input: [Float], samples: Int) throws -> [Double] {
        var interpreter = GraphInterpreter()
        for tensor in model.graph.initializer { interpreter.values[tensor.name] = constant(tensor) }
        let shape = model.graph.input[0].type.tensorType.shape.dim.dropFirst().map { Int($0.dimValue) }
        interpreter.values[model.graph.input[0].name] = Tensor([samples] + shape, input.map(Double.init))
        for node in model.graph.node {
            let inputs = node.input.compactMap { interpreter.values[$0] }
            precondition(inputs.count == node.input.count, "\(node.name) before its inputs")
            let outputs = try compute(node, inputs)
            for (name, output) in zip(node.output, outputs) { interpreter.values[name] = output }
        }
        return interpreter.values[model.graph.output[0].name]?.values ?? []
    }

    private static func constant(_ tensor: Onnx_TensorProto) -> Tensor {
        let bytes = [UInt8](tensor.rawData)
        let shape = tensor.dims.map(Int.init)
        if tensor.dataType == 1 {
            let values = stride(from: 0, to: bytes.count, by: 4).map { at in
                Double(Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[at + $1]) << (8 * $1) }))
            }
            return Tensor(shape, values)
        }
        let values = stride(from: 0, to: bytes.count, by: 8).map { at in
            Double(Int64(bitPattern: (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[at + $1]) << (8 * $1) }))
        }
        return Tensor(shape, values)
    }

    private static func compute(_ node: Onnx_NodeProto, _ inputs: [Tensor]) throws -> [Tensor] {
        let x = inputs[0]
        switch node.opType {
        case "Identity": return [x]
        case "Add": return [x.combined(inputs[1], +)]
        case "Sub": return [x.combined(inputs[1], -)]
        case "Mul": return [x.combined(inputs[1], *)]
        case "Div": return [x.combined(inputs[1], /)]
        case "Relu": return [x.map { max($0, 0) }]
        case "Tanh": return [x.map { tanh($0) }]
        case "Sigmoid": return [x.map { 1 / (1 + exp(-$0)) }]
        case "Erf": return [x.map { erf($0) }]
        case "Sqrt": return [x.map { $0.squareRoot() }]
        case "Softmax": return [x.mapRows(softmax)]
        case "ReduceMean": return [x.mapRows { [$0.reduce(0, +) / Double($0.count)] }]
        case "Gather":
            let width = x.shape[1]
            return [
                Tensor(
                    inputs[1].shape + [width],
                    inputs[1].values.flatMap { x.values[Int($0) * width..<(Int($0) + 1) * width] })
            ]
        case "Transpose": return [x.transposed(node.integers("perm"))]
        case "Flatten": return [Tensor([x.shape[0], x.values.count / x.shape[0]], x.values)]
        case "Reshape": return [reshape(x, inputs[1].values.map { Int($0) })]
        case "Split": return split(x, inputs[1].values.map { Int($0) })
        case "MatMul": return [product(x, inputs[1])]
        case "Gemm":
            precondition(node.integer("transB") == 1)
            let result = product(x, inputs[1].transposed([1, 0]))
            return [inputs.count > 2 ? result.combined(inputs[2], +) : result]
        case "LayerNormalization":
            let epsilon = node.float("epsilon")
            return [x.mapRows { normed($0, epsilon) }.combined(inputs[1], *).combined(inputs[2], +)]
        case "InstanceNormalization":
            let epsilon = node.float("epsilon")
            let column = { (tensor: Tensor) in Tensor([tensor.values.count, 1], tensor.values) }
            return [x.mapRows { normed($0, epsilon) }.combined(column(inputs[1]), *).combined(column(inputs[2]), +)]
        case "Conv": return [convolution(node, inputs)]
        case "MaxPool": return [pool(node, x) { $0.max() ?? 0 }]
        case "AveragePool": return [pool(node, x) { $0.reduce(0, +) / Double($0.count) }]
        default: throw UnknownOperator(name: node.opType)
        }
    }
}

extension GraphInterpreter {
    private static func softmax(_ row: [Double]) -> [Double] {
        let greatest = row.max() ?? 0
        let powers = row.map { exp($0 - greatest) }
        let sum = powers.reduce(0, +)
        return powers.map { $0 / sum }
    }

    private static func normed(_ row: [Double], _ epsilon: Double) -> [Double] {
        let mean = row.reduce(0, +) / Double(row.count)
        let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
        return row.map { ($0 - mean) / (variance + epsilon).squareRoot() }
    }

    private static func reshape(_ x: Tensor, _ wanted: [Int]) -> Tensor {
        var shape = wanted.enumerated().map { $1 == 0 ? x.shape[$0] : $1 }
        if let free = shape.firstIndex(of: -1) {
            shape[free] = 1
            shape[free] = x.values.count / shape.reduce(1, *)
        }
        return Tensor(shape, x.values)
    }

    private static func split(_ x: Tensor, _ sizes: [Int]) -> [Tensor] {
        var start = 0
        return sizes.map { size in
            defer { start += size }
            return x.mapRows { Array($0[start..<start + size]) }
        }
    }

    private static func product(_ left: Tensor, _ right: Tensor) -> Tensor {
        let (rows, inner) = (left.shape[left.shape.count - 2], left.shape[left.shape.count - 1])
        let columns = right.shape[right.shape.count - 1]
        return Tensor(left.shape.dropLast(2) + [rows, columns]) { place in
            (0..<inner).reduce(0) { sum, at in
                sum + left[broadcasting: place.dropLast() + [at]]
                    * right[broadcasting: place.dropLast(2) + [at, place[place.count - 1]]]
            }
        }
    }

    private static func convolution(_ node: Onnx_NodeProto, _ inputs: [Tensor]) -> Tensor {
        let (x, weight) = (inputs[0], inputs[1])
        return moved(node, x, channels: weight.shape[0]) { sample, channel, cells in
            cells.reduce(inputs.count > 2 ? inputs[2].values[channel] : 0) { sum, cell in
                (0..<x.shape[1]).reduce(sum) { sum, input in
                    sum + x[broadcasting: [sample, input, cell.y, cell.x]]
                        * weight[broadcasting: [channel, input, cell.row, cell.column]]
                }
            }
        }
    }

    private static func pool(_ node: Onnx_NodeProto, _ x: Tensor, _ body: ([Double]) -> Double) -> Tensor {
        moved(node, x, channels: x.shape[1]) { sample, channel, cells in
            body(cells.map { x[broadcasting: [sample, channel, $0.y, $0.x]] })
        }
    }

    /// A number for each place of a kernel; `cells` are those that lie on the image.
    private static func moved(
        _ node: Onnx_NodeProto, _ x: Tensor, channels: Int,
        _ body: (Int, Int, [(row: Int, column: Int, y: Int, x: Int)]) -> Double
    ) -> Tensor {
        let (kernel, stride) = (node.integers("kernel_shape")[0], node.integers("strides")[0])
        let padding = node.integers("pads")[0]
        let (height, width) = (x.shape[2], x.shape[3])
        let output = { (size: Int) in (size + 2 * padding - kernel) / stride + 1 }
        return Tensor([x.shape[0], channels, output(height), output(width)]) { place in
            var cells: [(row: Int, column: Int, y: Int, x: Int)] = []
            for row in 0..<kernel {
                for column in 0..<kernel {
                    let (y, x) = (place[2] * stride + row - padding, place[3] * stride + column - padding)
                    if (0..<height).contains(y), (0..<width).contains(x) { cells.append((row, column, y, x)) }
                }
            }
            return body(place[0], place[1], cells)
        }
    }
}

extension Onnx_NodeProto {
    fileprivate func integers(_ name: String) -> [Int] { attribute.first { $0.name == name }?.ints.map(Int.init) ?? [] }
    fileprivate func integer(_ name: String) -> Int { attribute.first { $0.name == name }.map { Int($0.i) } ?? 0 }
    fileprivate func float(_ name: String) -> Double { attribute.first { $0.name == name }.map { Double($0.f) } ?? 0 }
}
