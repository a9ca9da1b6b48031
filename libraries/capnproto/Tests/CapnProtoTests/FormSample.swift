import CapnProto
import CapnProtoTesting
import Foundation
import Testing

/// A message as text, and what it is a message of.
struct FormSample: Sendable, CustomTestStringConvertible {
    let type: String
    let schema: StructSchema
    let file: URL
    let text: String

    var testDescription: String { "\(type) \(text.prefix(40))" }

    /// The message as the reference tool makes it.
    func message(segmentSize: Int? = nil) throws -> [UInt8] {
        try ReferenceTool().encode(text, as: type, schema: file, segmentSize: segmentSize)
    }

    private static func everything(_ type: String, _ schema: StructSchema, _ text: String) -> FormSample {
        FormSample(type: type, schema: schema, file: SchemaFile.everything, text: text)
    }

    private static func reflected(_ text: String) -> FormSample {
        FormSample(type: "Reflected", schema: Reflected.schema, file: SchemaFile.reflection, text: text)
    }

    private static func annotated(_ text: String) -> FormSample {
        FormSample(type: "Annotated", schema: Annotated.schema, file: SchemaFile.json, text: text)
    }

    /// Of every type and every construct, with a value and without.
    static let all: [FormSample] =
        [
            everything("Everything", Everything.schema, "()"),
            everything("Everything", Everything.schema, EverythingSample.text),
            everything(
                "Everything", Everything.schema,
                #"""
                (float32Field = -inf, float64Field = nan, textField = "\a\b\f\n\r\t\'\"\\\0\177\x11 ü€😀",
                dataField = 0x"00 01 7f 80 ff 22 27 0a", structField = (structField = (structField = ())),
                textList = ["a long text that certainly doesn't fit on one line with others", ""],
                uint8List = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24],
                structList = [], nestedList = [[], [1, -1], [2147483647, -2147483648]])
                """#),
            everything(
                "Everything", Everything.schema,
                "(float32List = [\(singles.joined(separator: ", "))], float64List = [\(doubles.joined(separator: ", "))])"
            ),
            // JSON has letters in the escape of this one, which the tool misreads.
            everything("Older", Older.schema, #"(text = "\v")"#),
            everything("Defaults", Defaults.schema, "()"),
            everything(
                "Defaults", Defaults.schema,
                """
                (boolField = false, int8Field = 0, int16Field = 1, int64Field = -9223372036854775808, uint8Field = 0,
                float32Field = 0, infiniteField = 1, enumField = red, textField = "", dataField = "", structField = (),
                listField = [], textListField = ["x"])
                """),
            everything("Unions", Unions.schema, "()"),
            everything("Unions", Unions.schema, "(number = 0, named = (flag = false))"),
            everything("Unions", Unions.schema, "(text = \"\", named = (colour = blue), plain = (low = 3, high = 4))"),
            everything("Unions", Unions.schema, "(point = (x = 3, label = \"l\"), named = (list = [1, 2]))"),
            everything("Unions", Unions.schema, "(point = (), named = (data = \"\\x80abc\"))"),
            everything("Nest", Nest.schema, "(child = (children = [(), (child = (children = [()]))]))"),
            everything("Empty", Empty.schema, "()"),
            everything(
                "NewerHolder", NewerHolder.schema, "(numbers = [(value = 1, more = 2)], texts = [(value = \"a\")])"),
            everything("Awkward", Awkward.schema, "(self = 1, type = class, nested = (string = \"s\", int = 5))"),
        ]
        + [
            "()", "(text = \"\", after = 0)", "(text = \"something\")", "(deep = ())",
            "(deep = (flag = false, kind = (colour = blue)))", "(deep = (kind = (point = ())))",
            "(deep = (kind = (points = [(), (x = 7)])))", "(deep = (kind = (points = [])))",
            "(deep = (kind = (deeper = (data = 0x\"80\", small = -128))))",
            "(number = 5, plain = (low = 1, high = nan))",
            """
            (texts = [[["a", "b"], []], [], [["c"]]], points = [[(), (x = 1)], []], bytes = [["", 0x"ff"]],
            colours = [[red, blue], [green]], flags = [[true, false, true], []])
            """,
            """
            (unbound = (label = "u", next = ()), textBox = (value = "v", next = (value = "w", label = "l")),
            listBox = (value = [1, 2, 3], next = (value = [])),
            pair = (first = (x = 1), second = (value = "d\\xff"), swapped = (first = (value = "e"), second = (y = 5),
            swapped = (first = ())), inner = (both = (value = (x = 9)))))
            """,
            """
            (everything = (textField = "t"), defaults = (boolField = false), unions = [(number = 4), (), (point = ())],
            nest = (child = ()), nothing = (), nothings = [(), ()], description = "d")
            """,
        ].map(reflected)
        + [
            "()", "(none = void, snakeCase = \"s\", colour = darkGreen, plain = 0x\"00 ff\", base = \"hello\")",
            "(base = \"\", hexadecimal = 0x\"de ad be ef\", flat = (first = -3, second = [(first = 1)], inner = (deep = true)))",
            "(circle = (radius = 2.5, shared = \"c\"), group = (low = 5, high = -123456789012))",
            "(square = (width = 3, shared = \"s\"), valued = (text = \"v\"), named = (two = \"t\"))",
            "(label = \"l\", valued = (nothing = void), ordinary = (right = [red, darkGreen]))",
            "(label = \"l\", valued = (child = (label = \"inner\", children = [(), (colour = darkGreen)])))",
            "(children = [(snakeCase = \"a long text, so that the array is on several lines\"), ()], lists = [[1], [], [2, 3]])",
        ].map(annotated)

    /// Numbers of one digit and of as many as there are, near the ends and in between.
    private static let singles = [
        "0", "1", "-1", "0.1", "1e10", "123456", "1234567", "16777216", "16777217", "3.4028235e38", "-3.4028235e38",
        "1.17549435e-38", "1e-45", "-1.2345e-40", "0.00001", "0.0001", "999999", "1e6", "9.999995e5", "3.14159274",
        "8388609.5", "0.3333333", "1e-7", "2.5", "-0.15625",
    ]
    private static let doubles = [
        "0", "1", "-1", "0.1", "0.3", "1e15", "1e16", "1e17", "123456789012345678", "1.7976931348623157e308", "5e-324",
        "-2.2250738585072014e-308", "2.225073858507201e-308", "0.00001", "0.0001", "9007199254740993",
        "0.1000000000000000055", "3.141592653589793", "2.718281828459045", "1e100", "1e-100", "1e22", "1e23",
        "123456789012345", "999999999999999.9", "0.30000000000000004", "-123e45", "4.35", "1e21",
    ]
}
