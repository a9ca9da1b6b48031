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
    /// Dimensions that a tensor may have.
    ///
    /// Stops shapes that are messages by themselves.
    private static var maximumRank: Int { 8 }

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
        let sizes = try self.shape
        guard sizes.count <= Self.maximumRank else {
            throw ProtocolFailure(
                .shapeMismatch, "\(name): expected at most \(Self.maximumRank) dimensions, got \(sizes.count)")
        }
        let data = try self.data
        // Sizes and products beyond `Int` are refused, also where a later size is 0.
        var byteCount: Int? = MemoryLayout<Element>.size
        for size in sizes {
            byteCount = byteCount.flatMap { count in
                guard let size = Int(exactly: size) else { return nil }
                let (product, overflow) = count.multipliedReportingOverflow(by: size)
                return overflow ? nil : product
            }
        }
        guard data.byteCount == byteCount else {
            throw ProtocolFailure(
                .shapeMismatch,
                "\(name): a \(dataType) tensor of shape \(Array(sizes)) has not \(data.byteCount) bytes")
        }
        return (try WireValues(data), sizes.map { Int(clamping: $0) })
    }

    /// The elements of a tensor of one dimension, in place.
    ///
    /// Throws a `ProtocolFailure` where `values(of:named:)` does, and for another number of dimensions.
    func vector<Element: CapnProtoScalar>(of dataType: DataType, named name: String) throws -> WireValues<Element> {
        let tensor: (values: WireValues<Element>, shape: [Int]) = try values(of: dataType, named: name)
        guard tensor.shape.count == 1 else {
            throw ProtocolFailure(.shapeMismatch, "\(name): expected one dimension, got shape \(tensor.shape)")
        }
        return tensor.values
    }
}
