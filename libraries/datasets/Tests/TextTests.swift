import Datasets
import Testing

/// What is expected comes from Fixtures/golden.py.
@Suite struct TextTests {
    @Test func `tokens are the training split's characters in the order of their numbers, and one more`() throws {
        let dataset = try Texts.open()
        #expect(dataset.text?.alphabet == " .GIabcdeghilnortvÉ")
        #expect(dataset.description.tokenCount == 20 && dataset.description.outputCount == 20)
        #expect(dataset.description.featureShape == [8] && dataset.description.target == .nextToken)
        #expect(dataset.description.trainingSamples == 7 && dataset.description.evaluationSamples == 2)
        let (tokens, next) = try dataset.windows(.training, [0])
        #expect(tokens == [3, 13, 0, 16, 10, 8, 0, 5])
        #expect(next == [13, 0, 16, 10, 8, 0, 5, 8])
        // "!" and "A" are not in the training split.
        #expect(try dataset.windows(.evaluation, [0]).tokens == [19, 0, 19, 13, 7, 0, 16, 10])
    }

    @Test func `windows follow one another, and the last label is the next one's first token`() throws {
        let dataset = try Texts.open("abcdefghijklmnopq", context: 3, tokens: .bytes, evaluation: "wxyz")
        #expect(dataset.description.trainingSamples == 5 && dataset.description.evaluationSamples == 1)
        #expect(dataset.description.tokenCount == 256)
        let (tokens, next) = try dataset.windows(.training, [1, 4])
        #expect(tokens == Array("defmno".utf8).map(UInt32.init))
        #expect(next == Array("efgnop".utf8).map(UInt32.init))
        #expect(try dataset.windows(.evaluation, [0]).next == Array("xyz".utf8).map(UInt32.init))
    }

    @Test(
        arguments: [(0, [41, 7, 11, 19, 27]), (2, [17, 9, 13, 33, 16]), (1 << 32 | 2, [25, 5, 43, 2, 32])]
            as [(UInt64, [UInt32])])
    func `random windows are where seed, epoch and sample put them`(epoch: UInt64, starts: [UInt32]) throws {
        // 60 different bytes, 51 places for windows of 8.
        let text = String(decoding: (40..<99).map { UInt8($0) }, as: UTF8.self)
        let dataset = try Texts.open(text, tokens: .bytes, windows: .random, evaluation: text)
        let samples = Array(0..<5)
        let (tokens, next) = try dataset.windows(.training, samples, WindowDraw(seed: 3, epoch: epoch))
        #expect(samples.map { tokens[$0 * 8] - 40 } == starts)
        #expect(zip(tokens, next).allSatisfy { $0 + 1 == $1 })
        // Evaluation is as consecutive as ever.
        let evaluation = try dataset.windows(.evaluation, samples, WindowDraw(seed: 3, epoch: epoch)).tokens
        #expect(samples.map { evaluation[$0 * 8] } == [40, 48, 56, 64, 72])
    }

    @Test func `a seeded split is of windows, and the alphabet of those for training`() throws {
        let text = (0..<20).map { String(repeating: Character(UnicodeScalar(UInt8(97 + $0))), count: 4) }.joined()
        let dataset = try Texts.open(text + "!", context: 4, split: .seeded(share: 0.25, seed: 7))
        #expect(dataset.description.trainingSamples == 15 && dataset.description.evaluationSamples == 5)
        let alphabet = dataset.text.map { Array($0.alphabet ?? "") } ?? []
        // Windows 4, 12, 13, 14 and 17 are for evaluation; a window's first character is the label before it.
        #expect(!alphabet.contains("n") && !alphabet.contains("o") && alphabet.contains("a"))
        let other = UInt32(alphabet.count)
        #expect(try dataset.windows(.evaluation, [2]).tokens == [other, other, other, other])
    }

    @Test func `several files are one text`() throws {
        let folder = try DataFolder()
        try folder.write("\u{feff}abc", to: "a")
        try folder.write("defg", to: "b")
        try folder.compress("b")
        let files = TextFiles(training: ["a", "b.gz"], evaluation: ["a"], context: 2)
        let dataset = try Dataset.open(DataDescription(source: .text(files)), root: folder.root, cores: 2)
        #expect(dataset.text?.alphabet == "abcdefg")
        #expect(try dataset.windows(.training, [0, 1, 2]).tokens == [0, 1, 2, 3, 4, 5])
    }

    @Test(
        arguments: [
            ("abc", "line 1, column 1: expected at least 9 tokens for one sample, found 3"),
            ("", "found an empty file"),
        ])
    func `too little text is told`(text: String, words: String) throws {
        let error = #expect(throws: DatasetError.self) { try Texts.open(text, split: .files, evaluation: Texts.text) }
        #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }

    @Test(
        arguments: [
            [0xff], [0xc3], [0xc3, 0x28], [0xe2, 0x82], [0xc0, 0xaf], [0xe0, 0x80, 0xaf], [0xed, 0xa0, 0x80],
            [0xf4, 0x90, 0x80, 0x80], [0xf8, 0x88, 0x80, 0x80, 0x80], [0x80],
        ] as [[UInt8]])
    func `what is no UTF-8 is told with its place`(bytes: [UInt8]) throws {
        let folder = try DataFolder()
        try folder.write(Array("one\ntwo Ä ".utf8) + bytes, to: "text")
        let files = TextFiles(training: ["text"], context: 2)
        let error = #expect(throws: DatasetError.self) {
            try Dataset.open(
                DataDescription(source: .text(files), split: .place(share: 0.5)), root: folder.root, cores: 1)
        }
        #expect(error == .text("text", TextPosition(line: 2, column: 8), .notUTF8))
    }

    @Test func `asking for numbers of a text is an error, and for tokens of a table`() throws {
        let text = try Texts.open()
        let table = try Samples.csv("a,y\n1,0\n", "a,y\n1,0\n")
        #expect(throws: DatasetError.batch(.kind(expected: "features of numbers", found: "tokens"))) {
            try text.features(.training, [0])
        }
        #expect(throws: DatasetError.batch(.kind(expected: "tokens", found: "features of numbers"))) {
            try table.windows(.training, [0])
        }
        #expect(throws: DatasetError.batch(.kind(expected: "values", found: "classes"))) {
            try table.values(.training, [0])
        }
    }
}
