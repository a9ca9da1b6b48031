/// How the files of a text become tokens.
struct TextReading {
    let text: TextFiles
    let split: SplitRule

    /// The two splits, and what was fitted.
    ///
    /// Throws `.text` or `.tooFewToSplit` for what is no text or too little of it.
    func read(
        training trainingFiles: [StoredFile], evaluation evaluationFiles: [StoredFile], workers: Workers
    ) throws(DatasetError) -> OpenedSplits {
        let training = try Self.scalars(of: trainingFiles, text.tokens, workers: workers)
        let path = trainingFiles[0].path
        let parts = try self.parts(of: training.count, path)
        let alphabet = text.tokens == .bytes ? nil : try self.alphabet(of: training, parts.alphabet, path)
        let table = alphabet.map(TokenTable.init(alphabet:))
        let tokens = Self.tokens(of: training, table)
        let preprocessing = FittedPreprocessing(
            input: .text(FittedText(context: text.context, alphabet: alphabet.map(Self.string))), target: .nextToken)
        let trainingStore = store(tokens, parts.training, parts.trainingRows, preprocessing)
        guard split == .files else {
            return OpenedSplits(
                training: trainingStore,
                evaluation: store(tokens, parts.evaluation, parts.evaluationRows, preprocessing),
                preprocessing: preprocessing, droppedRows: 0)
        }
        let evaluation = Self.tokens(
            of: try Self.scalars(of: evaluationFiles, text.tokens, workers: workers), table)
        let windows = try Self.windowCount(of: evaluation.count, text.context, evaluationFiles[0].path)
        return OpenedSplits(
            training: trainingStore,
            evaluation: store(evaluation, 0..<evaluation.count, .contiguous(0..<windows), preprocessing),
            preprocessing: preprocessing, droppedRows: 0)
    }

    private struct Parts {
        /// The tokens of each split; the same ones where single windows are split off.
        let training: Range<Int>
        let evaluation: Range<Int>
        let trainingRows: RowSelection
        let evaluationRows: RowSelection
        /// The tokens that the alphabet is of.
        let alphabet: [Range<Int>]
    }

    private func parts(of count: Int, _ path: String) throws(DatasetError) -> Parts {
        let all = 0..<count
        switch split {
        case .files:
            let windows = try Self.windowCount(of: count, text.context, path)
            return Parts(
                training: all, evaluation: all, trainingRows: .contiguous(0..<windows),
                evaluationRows: .contiguous(0..<0), alphabet: [all])
        case .place:
            guard let evaluationCount = split.evaluationCount(of: count) else {
                throw .tooFewToSplit(path, found: count)
            }
            let cut = count - evaluationCount
            return Parts(
                training: 0..<cut, evaluation: cut..<count,
                trainingRows: .contiguous(0..<(try Self.windowCount(of: cut, text.context, path))),
                evaluationRows: .contiguous(0..<(try Self.windowCount(of: evaluationCount, text.context, path))),
                alphabet: [0..<cut])
        case .seeded:
            let windows = try Self.windowCount(of: count, text.context, path)
            let (training, evaluation) = try split.parts(of: windows, path)
            let read = (0..<training.count).map { sample in
                let start = training[sample] * text.context
                return start..<start + text.context + 1
            }
            return Parts(
                training: all, evaluation: all, trainingRows: training, evaluationRows: evaluation, alphabet: read)
        }
    }

    private static func windowCount(of tokens: Int, _ context: Int, _ path: String) throws(DatasetError) -> Int {
        let count = TokenStream.windowCount(tokens: tokens, context: context)
        guard count > 0 else {
            throw .text(
                path, TextPosition(line: 1, column: 1), .tooShort(expectedTokens: context + 1, found: tokens))
        }
        guard count <= Int(UInt32.max) else { throw .tooManySamples(path, found: count) }
        return count
    }

    private func store(
        _ tokens: [UInt16], _ range: Range<Int>, _ rows: RowSelection, _ preprocessing: FittedPreprocessing
    ) -> SampleStore {
        let stream = TokenStream(tokens, range: range, context: text.context, windows: text.windows)
        return SampleStore(inputs: .text(stream), labels: .following, rows: rows, preprocessing: preprocessing)
    }

    /// The scalars of files one behind the other, or their bytes.
    static func scalars(
        of files: [StoredFile], _ tokens: TextTokens, workers: Workers
    ) throws(DatasetError) -> [UInt32] {
        let parts = try workers.map(files.count) { (index) throws(DatasetError) in
            tokens == .bytes ? files[index].bytes.map(UInt32.init) : try UTF8Scalars.scalars(of: files[index])
        }
        return parts.count == 1 ? parts[0] : Array(parts.joined())
    }

    static func tokens(of scalars: [UInt32], _ table: TokenTable?) -> [UInt16] {
        guard let table else { return scalars.map { UInt16(truncatingIfNeeded: $0) } }
        return scalars.map(table.token(of:))
    }

    private func alphabet(
        of scalars: [UInt32], _ ranges: [Range<Int>], _ path: String
    ) throws(DatasetError) -> [UInt32] {
        // One place for every scalar that Unicode has.
        var isSeen = [Bool](repeating: false, count: 0x110000)
        for range in ranges {
            for index in range { isSeen[Int(scalars[index])] = true }
        }
        let alphabet = isSeen.indices.filter { isSeen[$0] }.map { UInt32(truncatingIfNeeded: $0) }
        guard alphabet.count < TokenTable.maximumTokens else {
            throw .text(
                path, TextPosition(line: 1, column: 1), .tooManyTokens(limit: TokenTable.maximumTokens - 1))
        }
        return alphabet
    }

    private static func string(of scalars: [UInt32]) -> String {
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
        return String(text)
    }
}
