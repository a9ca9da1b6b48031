/// Counts what the fields of one column are, as they come.
struct ColumnTally {
    private var numberCount = 0
    private var wholeCount = 0
    private var missing: [Int]
    private var textCount = 0
    private var textExample: String?
    private var least: Float?
    private var greatest: Float?
    private var first: Float?
    private var last: Float?
    private var isCounting = true
    /// The different fields, until there are too many, and how often each is there.
    private var pool = TextPool()
    private var counts: [Int] = []
    private var isOverfull = false

    private static let tokens = ColumnSurvey.missingTokens.map { Array($0.utf8) }

    init() { missing = [Int](repeating: 0, count: Self.tokens.count) }

    /// Whether a field says that there is no value.
    private static func token(_ field: [UInt8]) -> Int? {
        field.count > 4 ? nil : tokens.firstIndex(of: field)
    }

    /// Counts a number that stands at `range` of `bytes`.
    mutating func add(_ number: Float, _ bytes: Span<UInt8>, _ range: Range<Int>) {
        count(number)
        remember(bytes, range)
    }

    /// Counts any field, without spaces around it.
    mutating func add(_ field: [UInt8]) {
        if let token = Self.token(field) {
            missing[token] += 1
            isCounting = false
            return
        }
        let text = String(decoding: field, as: UTF8.self)
        if let number = DecimalNumber.float(text), number.isFinite {
            count(number)
        } else {
            textCount += 1
            textExample = textExample ?? text
            isCounting = false
        }
        remember(field.span, 0..<field.count)
    }

    private mutating func count(_ number: Float) {
        numberCount += 1
        if number == number.rounded(.towardZero) { wholeCount += 1 }
        least = least.map { min($0, number) } ?? number
        greatest = greatest.map { max($0, number) } ?? number
        if let last, number != last + 1 { isCounting = false }
        first = first ?? number
        last = number
    }

    /// Counts the field that stands above all that were counted.
    mutating func addAbove(_ field: [UInt8]) {
        let (second, last, wasCounting) = (first, last, isCounting)
        (self.first, self.last) = (nil, nil)
        add(field)
        let follows = first.map { number in second.map { $0 == number + 1 } ?? true } ?? false
        isCounting = wasCounting && follows
        self.last = last ?? self.last
    }

    private mutating func remember(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        guard !isOverfull else { return }
        let number = pool.number(of: bytes, range)
        if number == counts.count { counts.append(0) }
        counts[number] += 1
        guard counts.count > ColumnSurvey.mostDistinct else { return }
        isOverfull = true
        (pool, counts) = (TextPool(), [])
    }

    /// What was counted.
    func survey(name: String) -> ColumnSurvey {
        let found = zip(ColumnSurvey.missingTokens, missing).filter { $0.1 > 0 }
        let values = zip(pool.texts, counts).map {
            ColumnSurvey.Value(text: String(decoding: $0, as: UTF8.self), count: $1)
        }.sorted { $0.count != $1.count ? $0.count > $1.count : $0.text.utf8.lexicographicallyPrecedes($1.text.utf8) }
        return ColumnSurvey(
            name: name, numberCount: numberCount, wholeCount: wholeCount,
            missing: Dictionary(uniqueKeysWithValues: found), textCount: textCount, textExample: textExample,
            least: least, greatest: greatest, isCounting: isCounting && numberCount > 1,
            values: isOverfull ? nil : values)
    }
}
