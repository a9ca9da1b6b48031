import CapnProto

/// One value of every type, as the reference tool writes it, and as our builder makes it.
enum EverythingSample {
    static let text = """
        (boolField = true, int8Field = -123, int16Field = -12345, int32Field = -12345678,
        int64Field = -123456789012345, uint8Field = 234, uint16Field = 45678, uint32Field = 3456789012,
        uint64Field = 12345678901234567890, float32Field = 1234.5, float64Field = -123e45, textField = "Größe",
        dataField = "bar", structField = (int32Field = -8, textField = "inner", uint8List = [6, 5]),
        enumField = blue, voidList = [void, void, void],
        boolList = [true, false, true, true, false, false, true, false, true, true], int8List = [111, -111],
        int16List = [11111, -11111], int32List = [111111111, -111111111],
        int64List = [1111111111111111111, -1111111111111111111], uint8List = [111, 222],
        uint16List = [33333, 44444], uint32List = [3333333333], uint64List = [11111111111111111111],
        float32List = [5555.5, inf, -inf], float64List = [7777.75, -0.5], textList = ["plugh", "", "thud"],
        dataList = ["oops", "exhausted"], structList = [(x = 1, y = 2), (x = -3)], enumList = [green, red],
        nestedList = [[1, 2], [], [3]], innerField = (value = 77))
        """

    static func fill(_ everything: Everything.Builder) throws {
        everything.boolField = true
        everything.int8Field = -123
        everything.int16Field = -12_345
        everything.int32Field = -12_345_678
        everything.int64Field = -123_456_789_012_345
        everything.uint8Field = 234
        everything.uint16Field = 45_678
        everything.uint32Field = 3_456_789_012
        everything.uint64Field = 12_345_678_901_234_567_890
        everything.float32Field = 1234.5
        everything.float64Field = -123e45
        try everything.setTextField("Größe")
        try everything.setDataField(Array("bar".utf8))
        let inner = try everything.initStructField()
        inner.int32Field = -8
        try inner.setTextField("inner")
        try inner.setUint8List([6, 5])
        everything.enumField = .blue
        _ = try everything.initVoidList(count: 3)
        try everything.setBoolList([true, false, true, true, false, false, true, false, true, true])
        try everything.setInt8List([111, -111])
        try everything.setInt16List([11_111, -11_111])
        try everything.setInt32List([111_111_111, -111_111_111])
        try everything.setInt64List([1_111_111_111_111_111_111, -1_111_111_111_111_111_111])
        try everything.setUint8List([111, 222])
        try everything.setUint16List([33_333, 44_444])
        try everything.setUint32List([3_333_333_333])
        try everything.setUint64List([11_111_111_111_111_111_111])
        try everything.setFloat32List([5555.5, .infinity, -.infinity])
        try everything.setFloat64List([7777.75, -0.5])
        try everything.setTextList(["plugh", "", "thud"])
        let data = try everything.initDataList(count: 2)
        for (index, text) in ["oops", "exhausted"].enumerated() {
            try data[index].setData(Array(text.utf8))
        }
        let points = try everything.initStructList(count: 2)
        points[0].x = 1
        points[0].y = 2
        points[1].x = -3
        try everything.setEnumList([.green, .red])
        let nested = try everything.initNestedList(count: 3)
        for (index, numbers) in [[1, 2], [], [3]].enumerated() {
            try nested[index].setList(numbers.map(Int32.init))
        }
        try everything.initInnerField().value = 77
    }
}
