internal import CapnProto
internal import Schemas

extension Tensor.Builder {
    /// Makes this a tensor of `values`, whose memory the message adopts.
    func adopt<Element>(_ values: WireValues<Element>, as dataType: DataType, shape: [Int]) throws(WireError) {
        self.dataType = dataType
        try setShape(shape.map { UInt64($0) })
        // The values' owner keeps the memory alive; nobody writes it once it is a WireValues.
        try unsafe adoptData(values.memory, owner: values.owner)
    }
}

extension Tensor.Reader {
    /// The elements, in place.
    ///
    /// Throws a `ProtocolFailure` unless the tensor is of `dataType` and its shape, which it returns too, has as many
    /// elements as came.
    func values<Element: CapnProtoScalar>(
        of dataType: DataType, named name: String
    ) throws -> (values: WireValues<Element>, shape: [Int]) {
        guard self.dataType == dataType else {
            throw ProtocolFailure(.shapeMismatch, "\(name): expected \(dataType), got \(self.dataType)")
        }
        var shape: [Int] = []
        var elementCount = 1
        for size in try self.shape {
            let size = Int(clamping: size)
            let (product, overflow) = elementCount.multipliedReportingOverflow(by: size)
            elementCount = overflow ? Int.max : product
            shape.append(size)
        }
        let data = try self.data
        let (byteCount, overflow) = elementCount.multipliedReportingOverflow(by: MemoryLayout<Element>.size)
        guard !overflow, data.byteCount == byteCount else {
            throw ProtocolFailure(
                .shapeMismatch,
                "\(name): a \(dataType) tensor of shape \(shape) has not \(data.byteCount) bytes")
        }
        return (try WireValues(data), shape)
    }
}
