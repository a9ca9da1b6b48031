import CCallCounts
import CapnProto
import Testing

/// A loop whose allocations and reference counts are counted, over as many elements as it is asked for.
struct CountedLoop: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let counts: @Sendable (_ elementCount: Int) throws -> CallCounts

    /// Why nothing can be counted, if so.
    static var obstacle: String? {
        #if DEBUG
        return "without optimisation every copy counts a reference"
        #else
        return call_counts_obstacle().map { String(cString: $0) }
        #endif
    }

    /// A loop over what is built of `elementCount` elements; only `loop` is counted.
    static func reading<Schema: CapnProtoStruct>(
        _ description: String, in schema: Schema.Type,
        build: @escaping @Sendable (Schema.Builder, Int) throws -> Void,
        loop: @escaping @Sendable (Schema.Reader, Int) throws -> UInt64
    ) -> CountedLoop where Schema: SendableMetatype, Schema.Builder: SendableMetatype {
        CountedLoop(testDescription: description) { count in
            let message = MessageBuilder()
            try build(message.initRoot(as: Schema.self), count)
            let reader = try message.finish().reader().root(as: Schema.self)
            let (result, counts) = try counting { try loop(reader, count) }
            #expect(result != 0)
            return counts
        }
    }

    /// What the body asked for on this thread, and its result.
    static func counting<Result>(_ body: () throws -> Result) rethrows -> (Result, CallCounts) {
        let before = call_counts()
        let result = try body()
        let after = call_counts()
        let counts = CallCounts(
            allocations: after.allocations - before.allocations, retains: after.retains - before.retains,
            releases: after.releases - before.releases)
        return (result, counts)
    }
}

extension CountedLoop {
    static let all: [CountedLoop] = [
        .reading("fields of a struct", in: Everything.self, build: fillFields, loop: sumFields),
        .reading(
            "a list of structs", in: Everything.self,
            build: { everything, count in
                let points = try everything.initStructList(count: count)
                for index in points.indices { points[index].x = Int32(index) + 1 }
            }, loop: { everything, _ in try sumPoints(everything) }),
        .reading(
            "a list of structs with texts", in: NewerHolder.self,
            build: { holder, count in
                let texts = try holder.initTexts(count: count)
                for index in texts.indices { try texts[index].setValue("a text that is too long for a small string") }
            }, loop: { holder, _ in try sumLabels(holder) }),
        .reading(
            "a list of numbers by subscript", in: Everything.self, build: fillNumbers,
            loop: { everything, _ in try sumBySubscript(everything) }),
        .reading(
            "a list of numbers by iteration", in: Everything.self, build: fillNumbers,
            loop: { everything, _ in try sumByIteration(everything) }),
        .reading(
            "a list of numbers by span", in: Everything.self, build: fillNumbers,
            loop: { everything, _ in try sumBySpan(everything) }),
        .reading(
            "a list of texts by value", in: Everything.self,
            build: { everything, count in try everything.setTextList(Array(repeating: "small", count: count)) },
            loop: { everything, _ in try sumTexts(everything) }),
        .reading(
            "a list of data by value", in: Everything.self,
            build: { everything, count in
                let list = try everything.initDataList(count: count)
                for index in list.indices { try list[index].setData([1, 2, 3]) }
            }, loop: { everything, _ in try sumData(everything) }),
        .reading(
            "a union", in: Unions.self, build: { unions, _ in unions.setNumber(3) },
            loop: { unions, count in
                var result: UInt64 = 0
                for _ in 0..<count { result &+= try value(of: unions) }
                return result
            }),
        .reading(
            "a tree of structs", in: Nest.self, build: { nest, count in try fillTree(nest, count) },
            loop: { nest, _ in try size(of: nest) }),
        CountedLoop(testDescription: "building a list of structs") { count in
            let message = MessageBuilder(firstSegmentWordCount: 1 << 16)
            let everything = try message.initRoot(as: Everything.self)
            return try counting { try buildPoints(everything, count) }.1
        },
        CountedLoop(testDescription: "building a list of structs with texts") { count in
            let message = MessageBuilder(firstSegmentWordCount: 1 << 16)
            let holder = try message.initRoot(as: NewerHolder.self)
            return try counting { try buildLabels(holder, count) }.1
        },
    ]

    // Functions of their own, as programs have them: what they are given is theirs to read for as long as they run.

    private static func fillFields(_ everything: Everything.Builder, _: Int) throws {
        everything.uint64Field = 1
        everything.float64Field = 0.5
        try everything.setTextField("a text that is too long for a small string")
        try everything.setDataField([1, 2, 3])
        try everything.initStructField().boolField = true
        try everything.setUint64List([2, 3])
    }

    @inline(never)
    private static func sumFields(_ everything: Everything.Reader, _ count: Int) throws -> UInt64 {
        var result: UInt64 = 0
        for _ in 0..<count {
            result &+= everything.uint64Field &+ UInt64(everything.float64Field)
            result &+= UInt64(try everything.textFieldUTF8.byteCount)
            let data = try everything.dataField
            result &+= UInt64(data.bytes.byteCount)
            result &+= try everything.structField.boolField ? 1 : 0
            for number in try everything.uint64List { result &+= number }
        }
        return result
    }

    @inline(never)
    private static func sumPoints(_ everything: Everything.Reader) throws -> UInt64 {
        var result: UInt64 = 0
        for point in try everything.structList { result &+= UInt64(truncatingIfNeeded: point.x) }
        return result
    }

    @inline(never)
    private static func sumLabels(_ holder: NewerHolder.Reader) throws -> UInt64 {
        var result: UInt64 = 0
        for label in try holder.texts {
            let text = try label.valueUTF8
            let bytes = text.bytes
            for offset in 0..<bytes.byteCount {
                result &+= UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
            }
        }
        return result
    }

    private static func fillNumbers(_ everything: Everything.Builder, _ count: Int) throws {
        try everything.setUint64List(1...UInt64(count))
    }

    @inline(never)
    private static func sumBySubscript(_ everything: Everything.Reader) throws -> UInt64 {
        let list = try everything.uint64List
        var result: UInt64 = 0
        for index in list.indices { result &+= list[index] }
        return result
    }

    @inline(never)
    private static func sumByIteration(_ everything: Everything.Reader) throws -> UInt64 {
        var result: UInt64 = 0
        for number in try everything.uint64List { result &+= number }
        return result
    }

    @inline(never)
    private static func sumBySpan(_ everything: Everything.Reader) throws -> UInt64 {
        let list = try everything.uint64List
        guard let span = list.span else { return 0 }
        var result: UInt64 = 0
        for index in span.indices { result &+= span[index] }
        return result
    }

    @inline(never)
    private static func sumTexts(_ everything: Everything.Reader) throws -> UInt64 {
        var result: UInt64 = 0
        for text in try everything.textList { result &+= UInt64(try text.value.utf8.count) }
        return result
    }

    @inline(never)
    private static func sumData(_ everything: Everything.Reader) throws -> UInt64 {
        var result: UInt64 = 0
        for data in try everything.dataList { result &+= UInt64(try data.value.byteCount) }
        return result
    }

    @inline(never)
    private static func value(of unions: Unions.Reader) throws -> UInt64 {
        switch try unions.which {
        case .nothing: 1
        case .number(let number): UInt64(truncatingIfNeeded: number)
        case .text(let text): UInt64(text.utf8.count)
        case .point(let point): UInt64(truncatingIfNeeded: point.x)
        case .unknown: 2
        }
    }

    private static func fillTree(_ nest: Nest.Builder, _ count: Int) throws {
        let children = try nest.initChildren(count: count)
        for index in children.indices { _ = try children[index].initChild() }
    }

    @inline(never)
    private static func size(of nest: Nest.Reader) throws -> UInt64 {
        var result: UInt64 = 1
        for child in try nest.children where child.hasChild { result &+= try size(of: child.child) }
        return result
    }

    @inline(never)
    private static func buildPoints(_ everything: Everything.Builder, _ count: Int) throws {
        let points = try everything.initStructList(count: count)
        for index in points.indices {
            let point = points[index]
            point.x = Int32(index)
            point.y = point.x
        }
    }

    @inline(never)
    private static func buildLabels(_ holder: NewerHolder.Builder, _ count: Int) throws {
        let texts = try holder.initTexts(count: count)
        for index in texts.indices { try texts[index].setValue("a text that is too long for a small string") }
    }
}
