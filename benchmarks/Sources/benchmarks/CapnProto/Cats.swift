internal import CLibcapnpPeer
internal import CapnProto

/// Cat rank: results with long texts, ranked anew.
enum Cats {
    static let animals: [StaticString] = [
        "foo ", "bar ", "baz ", "qux ", "quux ", "corge ", "grault ", "garply ", "waldo ",
    ]

    static var workload: Workload<SearchResults> {
        var answer = MessageBuilder(firstSegmentWordCount: 1 << 16)
        return Workload(
            name: "cat rank", make: { (random, search) throws(WireError) in try fill(search, &random) },
            answer: { (search) throws(WireError) in
                answer.reset()
                return try rank(search, answer.initRoot(as: SearchResults.self))
            }, peer: { peer_cats($0, $1) })
    }

    private static func fill(_ search: SearchResults.Builder, _ random: inout Random) throws(WireError) {
        let results = try search.initResults(count: 200)
        var score = 1000.0
        let animals = animals
        // Put together in memory of its own, as the peer does.
        let text = TextBuffer(capacity: 512)
        for index in results.indices {
            let result = results[index]
            result.score = score
            score -= 1
            text.count = 0
            text.put("http://example.com/")
            for _ in 0..<random.next(20) { text.put(UInt8(ascii: "a") + UInt8(random.next(26))) }
            try result.setUrl(utf8: text.bytes)
            let isCat = random.next(8) == 0
            let isDog = random.next(8) == 0
            text.count = 0
            text.put(" ")
            for _ in 0..<random.next(20) { text.put(animals[Int(random.next(9))]) }
            if isCat { text.put("cat ") }
            if isDog { text.put("dog ") }
            for _ in 0..<random.next(20) { text.put(animals[Int(random.next(9))]) }
            try result.setSnippet(utf8: text.bytes)
        }
    }

    private static func contains(_ text: DataReader, _ word: StaticString) -> Bool {
        text.withUnsafeBytes { peer_contains($0.baseAddress, $0.count, word.utf8Start) != 0 }
    }

    private static func rank(
        _ search: SearchResults.Reader, _ target: SearchResults.Builder
    ) throws(WireError) -> UInt64 {
        let results = try search.results
        var scored: [(score: Double, index: Int)] = []
        scored.reserveCapacity(results.count)
        for index in results.indices {
            let result = results[index]
            var score = result.score
            let snippet = try result.snippetUTF8
            if contains(snippet, " cat ") { score *= 10000 }
            if contains(snippet, " dog ") { score /= 10000 }
            scored.append((score, index))
        }
        scored.sort { $0.score > $1.score }
        let list = try target.initResults(count: scored.count)
        for (place, entry) in scored.enumerated() {
            let item = list[place]
            let result = results[entry.index]
            item.score = entry.score
            let url = try result.urlUTF8
            try item.setUrl(utf8: url.bytes)
            let snippet = try result.snippetUTF8
            try item.setSnippet(utf8: snippet.bytes)
        }
        var cats: UInt64 = 0
        for place in list.indices {
            if list[place].score > 1001 { cats += 1 } else { break }
        }
        return cats
    }
}

/// A text that is put together in place.
private final class TextBuffer {
    private let start: UnsafeMutablePointer<UInt8>
    var count = 0

    init(capacity: Int) { start = .allocate(capacity: capacity) }

    deinit { start.deallocate() }

    func put(_ text: StaticString) {
        (start + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
    }

    func put(_ byte: UInt8) {
        start[count] = byte
        count += 1
    }

    var bytes: RawSpan {
        @_lifetime(borrow self)
        get { _overrideLifetime(RawSpan(_unsafeStart: start, byteCount: count), borrowing: self) }
    }
}
