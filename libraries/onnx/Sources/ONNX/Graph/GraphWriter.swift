internal import Foundation

/// Writes a graph node by node; values, nodes and tensors get names of their own.
struct GraphWriter {
    /// What is written so far.
    private(set) var graph = Onnx_GraphProto()
    /// Bytes of all tensors so far.
    private(set) var tensorBytes = 0
    /// The masks of causal attention, by the number of positions.
    var masks: [Int: String] = [:]
    private var names: Set<String>

    /// A writer that leaves `reserved` names to the parameters.
    init(reserved: [String]) {
        names = Set(reserved)
        graph.name = "pangea"
    }

    /// Adds an operation and returns its only output, called after `place` and the operation.
    mutating func node(
        _ operation: String, _ inputs: [String], at place: String,
        _ attributes: KeyValuePairs<String, NodeAttribute> = [:]
    ) -> String {
        node(operation, inputs, at: place, outputs: [operation], attributes)[0]
    }

    /// Adds an operation and returns its outputs, called after `place` and these names.
    mutating func node(
        _ operation: String, _ inputs: [String], at place: String, outputs: [String],
        _ attributes: KeyValuePairs<String, NodeAttribute> = [:]
    ) -> [String] {
        let outputs = outputs.map { fresh("\(place)/\($0)") }
        append(operation, inputs, outputs: outputs, attributes)
        return outputs
    }

    /// Declares the graph's input.
    mutating func addInput(_ name: String, _ shape: [Int], _ type: Onnx_TensorProto.DataType) {
        names.insert(name)
        graph.input.append(Self.valueInfo(name, shape, type))
    }

    /// Declares the graph's output and has it be `value`.
    mutating func addOutput(_ name: String, _ value: GraphValue) {
        append("Identity", [value.name], outputs: [name], [:])
        graph.output.append(Self.valueInfo(name, value.shape, .float))
    }

    /// Adds float32 values known beforehand, whose name is taken as it is.
    mutating func addInitializer(_ name: String, _ shape: [Int], _ values: Span<Float>) {
        // Every element of Float is initialised memory; the span is alive during the call.
        let bytes = unsafe values.withUnsafeBytes { unsafe Data($0) }
        addInitializer(name, shape, bytes, .float)
    }

    /// Adds a constant of float32 and returns its name, after `place` and `wanted`.
    mutating func constant(_ wanted: String, _ shape: [Int], _ values: [Float], at place: String) -> String {
        let name = fresh("\(place)/\(wanted)")
        addInitializer(name, shape, values.span)
        return name
    }

    /// Adds a constant of int64, (values), and returns its name, after `place` and `wanted`.
    mutating func constant(_ wanted: String, _ values: [Int], at place: String) -> String {
        let name = fresh("\(place)/\(wanted)")
        let bytes = values.reduce(into: Data()) { bytes, value in
            for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        addInitializer(name, [values.count], bytes, .int64)
        return name
    }
}

extension GraphWriter {
    private mutating func append(
        _ operation: String, _ inputs: [String], outputs: [String], _ attributes: KeyValuePairs<String, NodeAttribute>
    ) {
        var node = Onnx_NodeProto()
        node.opType = operation
        node.name = outputs[0]
        node.input = inputs
        node.output = outputs
        node.attribute = attributes.map { $0.value.message(named: $0.key) }
        graph.node.append(node)
    }

    private mutating func addInitializer(
        _ name: String, _ shape: [Int], _ bytes: Data, _ type: Onnx_TensorProto.DataType
    ) {
        var tensor = Onnx_TensorProto()
        tensor.name = name
        tensor.dims = shape.map(Int64.init)
        tensor.dataType = Int32(type.rawValue)
        tensor.rawData = bytes
        graph.initializer.append(tensor)
        tensorBytes += bytes.count
    }

    /// The name, or one like it where it is taken.
    private mutating func fresh(_ wanted: String) -> String {
        var name = wanted
        var number = 1
        while !names.insert(name).inserted {
            number += 1
            name = "\(wanted)_\(number)"
        }
        return name
    }

    private static func valueInfo(
        _ name: String, _ shape: [Int], _ type: Onnx_TensorProto.DataType
    ) -> Onnx_ValueInfoProto {
        var info = Onnx_ValueInfoProto()
        info.name = name
        info.type.tensorType.elemType = Int32(type.rawValue)
        info.type.tensorType.shape.dim =
            [batch]
            + shape.map { size in
                var dimension = Onnx_TensorShapeProto.Dimension()
                dimension.dimValue = Int64(size)
                return dimension
            }
        return info
    }

    private static var batch: Onnx_TensorShapeProto.Dimension {
        var dimension = Onnx_TensorShapeProto.Dimension()
        dimension.dimParam = "batch"
        return dimension
    }
}
