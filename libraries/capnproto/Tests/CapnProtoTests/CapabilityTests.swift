import CReferenceReader
import CapnProto
import CapnProtoTesting
import Testing

/// Fields whose type is an interface, and what becomes of capabilities that are copied or change hands.
struct CapabilityTests {
    /// A holder with a capability in each place that can have one.
    private static func holder() throws -> OutgoingMessage {
        let message = MessageBuilder()
        let holder = try message.initRoot(as: Holder.self)
        try holder.setCalculator(Capability(index: 1))
        let list = try holder.initCalculators(count: 3)
        try list.set(Capability(index: 2), at: 0)
        try list.set(Capability(index: 3), at: 2)
        try holder.setStore(Capability(index: 4))
        try holder.initBox().setContent(Capability(index: 5))
        try holder.any.setCapability(Capability<Scientific>(index: 6))
        try holder.builtin.setCapability(index: UInt32.max)
        return message.finish()
    }

    private static func indices(of holder: Holder.Reader) throws -> [UInt32?] {
        guard case .store(let store) = try holder.which else { return [] }
        let list = try holder.calculators.map { try $0.value?.index }
        return try [holder.calculator?.index] + list
            + [
                store?.index, holder.box.content?.index, holder.any.capability(as: Scientific.self)?.index,
                holder.builtin.capabilityIndex,
            ]
    }

    private static let all: [UInt32?] = [1, 2, nil, 3, 4, 5, 6, .max]

    @Test func `a field, a list, a union, a generic struct and any pointer hold capabilities`() throws {
        #expect(try Self.indices(of: Self.holder().reader().root(as: Holder.self)) == Self.all)
    }

    /// The tool (0.9.2) has no context for capabilities and gives up on fields of their type, but libcapnp's own walk
    /// takes them for what they are.
    private static func walk(_ bytes: [UInt8]) -> ReferenceWalk {
        bytes.withUnsafeBufferPointer { reference_walk($0.baseAddress, $0.count, 0, 1 << 16) }
    }

    @Test func `the reference library sees the capabilities that we wrote`() throws {
        let outgoing = try Self.holder()
        let walk = Self.walk(outgoing.serialized())
        #expect(walk.verdict == ReferenceAccepted)
        #expect(try walk.checksum == MessageWalk.checksum(of: outgoing.reader().root))
    }

    @Test func `bytes made by hand are read as a capability`() throws {
        // A holder of one data word and one pointer, which is capability 0x01020304.
        let bytes = WordImage.message(
            [WordImage.structure(offset: 0, dataWords: 1, pointers: 1), 0, 0x0102_0304_0000_0003])
        let holder = try MessageReader(copying: bytes).root(as: Holder.self)
        #expect(try holder.calculator == Capability(index: 0x0102_0304))
        #expect(holder.hasCalculator && !holder.hasBox)
        #expect(try holder.box.content == nil)
        #expect(try Self.walk(bytes).checksum == MessageWalk.checksum(of: MessageReader(copying: bytes).root))
    }

    @Test func `what isn't a capability is refused`() throws {
        let message = MessageBuilder()
        let holder = try message.initRoot(as: Holder.self)
        try holder.raw.pointer(at: 0).setText("no capability")
        #expect(throws: WireError.unexpectedPointer(expected: .capability, found: .list)) { try holder.calculator }
        let reader = try message.finish().reader().root(as: Holder.self)
        #expect(throws: WireError.unexpectedPointer(expected: .capability, found: .list)) { try reader.calculator }
    }

    @Test func `a builder reads, replaces and removes a capability`() throws {
        let message = MessageBuilder()
        let holder = try message.initRoot(as: Holder.self)
        #expect(try holder.calculator == nil)
        try holder.setCalculator(Capability(index: 3))
        #expect(try holder.calculator?.index == 3)
        try holder.setCalculator(nil)
        #expect(!holder.hasCalculator)
        #expect(try holder.calculator == nil)
    }

    @Test func `a copy refuses capabilities unless it was asked to keep their indices`() throws {
        let source = try Self.holder().reader().root(as: Holder.self)
        #expect(throws: WireError.capabilityNotCopyable) { try MessageBuilder().setRoot(source) }
        #expect(throws: WireError.capabilityNotCopyable) { try source.canonical() }
        var message = MessageBuilder(capabilities: .keepsIndex)
        try message.setRoot(source)
        #expect(try Self.indices(of: message.finish().reader().root(as: Holder.self)) == Self.all)
        // The option is the builder's, whatever memory it writes to.
        message.reset()
        try message.setRoot(source)
        #expect(try Self.indices(of: message.finish().reader().root(as: Holder.self)) == Self.all)
    }

    @Test func `typed capabilities change hands within a message`() throws {
        let message = MessageBuilder()
        let holder = try message.initRoot(as: Holder.self)
        try holder.setStore(Capability(index: 8))
        guard let store = try holder.disownStore() else { throw ToolError(message: "the store is set") }
        try holder.setLabel("not a store any more")
        let isNothing = try holder.disownStore() == nil
        #expect(isNothing)
        try holder.initBox().adoptContent(store)
        let reader = try message.finish().reader().root(as: Holder.self)
        #expect(try reader.box.content?.index == 8)
    }

    @Test func `a struct that is enlarged for a newer schema keeps its capabilities`() throws {
        let message = MessageBuilder()
        try message.root.initStructure(as: Older.self).raw.pointer(at: 0).setCapability(index: 7)
        _ = try message.root.structure(as: Newer.self)
        #expect(try message.finish().reader().root.rawStructure().pointer(at: 0).capabilityIndex == 7)
    }

    @Test func `an interface knows its number, its methods and what they take and give`() throws {
        #expect(Calculator.methods.map(\.name) == ["evaluate", "open", "reset", "report"])
        #expect(Calculator.methods.map(\.ordinal) == [0, 1, 2, 3])
        #expect(Scientific.methods.isEmpty)
        #expect(Calculator.typeID != Scientific.typeID)
        #expect(try Calculator.greeting == "hello")
        #expect(Calculator.methods_ == 4)
        let message = MessageBuilder()
        let parameters = try message.initRoot(as: Calculator.EvaluateParams.self)
        try parameters.initExpression().setText("1 + 1")
        #expect(parameters.trace)
        let box = try message.root.initStructure(as: Calculator.OpenParams<CapnProtoText>.self).initBox()
        try box.setContent("opened")
        let child = try message.root.initStructure(as: Store<CapnProtoData>.ChildResults.self)
        let capability: Capability<Store<Box<CapnProtoData>>>? = Capability(index: 2)
        try child.setStore(capability)
        #expect(try message.finish().reader().root(as: Store<CapnProtoData>.ChildResults.self).store == capability)
    }
}
