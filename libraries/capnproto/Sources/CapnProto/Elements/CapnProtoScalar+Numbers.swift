// The numbers of the standard library that the format has.

extension Int8: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt8) { self.init(bitPattern: wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt8 { UInt8(bitPattern: self) }
}

extension Int16: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt16) { self.init(bitPattern: wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt16 { UInt16(bitPattern: self) }
}

extension Int32: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt32) { self.init(bitPattern: wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt32 { UInt32(bitPattern: self) }
}

extension Int64: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt64) { self.init(bitPattern: wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt64 { UInt64(bitPattern: self) }
}

extension UInt8: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt8) { self.init(wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt8 { self }
}

extension UInt16: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt16) { self.init(wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt16 { self }
}

extension UInt32: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt32) { self.init(wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt32 { self }
}

extension UInt64: CapnProtoScalar, WritableListElement {
    /// The integer with these bits.
    @inlinable
    public init(wireBits: UInt64) { self.init(wireBits) }
    /// The integer's bits.
    @inlinable
    public var wireBits: UInt64 { self }
}

extension Float: CapnProtoScalar, WritableListElement {
    /// The number with these bits.
    @inlinable
    public init(wireBits: UInt32) { self.init(bitPattern: wireBits) }
    /// The number's bits.
    @inlinable
    public var wireBits: UInt32 { bitPattern }
}

extension Double: CapnProtoScalar, WritableListElement {
    /// The number with these bits.
    @inlinable
    public init(wireBits: UInt64) { self.init(bitPattern: wireBits) }
    /// The number's bits.
    @inlinable
    public var wireBits: UInt64 { bitPattern }
}
