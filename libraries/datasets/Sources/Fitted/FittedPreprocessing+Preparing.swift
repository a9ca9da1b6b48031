extension FittedPreprocessing {
    /// Reads a file of raw data of the kind that this was fitted on: CSV, IDX or text, plain or compressed with gzip.
    ///
    /// A table may lack the label's column, and have others beside those that are needed; where labels are needed, rows
    /// without one are left out. Images need no labels, or take them from `labels`. Of text, the windows that follow one
    /// another are the samples. `path` is the system's, not one below a data root. Blocks; on up to `cores` threads.
    ///
    /// Throws a `DatasetError` that names what is wrong, and where.
    public func prepare(
        file path: String, labels labelPath: String? = nil, needsLabels: Bool = false, cores: Int = 1,
        limits: DatasetLimits = DatasetLimits()
    ) throws(DatasetError) -> PreparedInput {
        try validate()
        let file = try StoredFile(path, limits: limits)
        let workers = Workers(count: cores)
        switch input {
        case .images(let images):
            let labels = try labelPath.map { (path) throws(DatasetError) in try StoredFile(path, limits: limits) }
            return try prepare(images, file, labels, needsLabels: needsLabels, workers: workers)
        case .table(let table):
            return try prepare(table, file, needsLabels: needsLabels, limits: limits, workers: workers)
        case .text(let text):
            return try prepare(text, file, workers: workers)
        }
    }

    private func prepare(
        _ images: FittedImages, _ file: StoredFile, _ labelFile: StoredFile?, needsLabels: Bool, workers: Workers
    ) throws(DatasetError) -> PreparedInput {
        let features = try IDXFile(file)
        guard features.featureShape == images.shape else {
            throw .kind(
                file.path, expected: "samples of shape \(images.shape)", found: "\(features.featureShape)")
        }
        guard labelFile != nil || !needsLabels else {
            throw .kind(file.path, expected: "a file of labels beside it", found: "none")
        }
        let labels = try labelFile.map { (file) throws(DatasetError) in
            try IDXFile(file).labels(.training(classCount: outputCount))
        }
        if let labels, let labelFile, labels.count != features.sampleCount {
            throw .sampleCounts(
                features: file.path, features.sampleCount, labels: labelFile.path, labels.count)
        }
        return PreparedInput(
            SampleStore(
                inputs: .images(try features.features(workers: workers), byteTable: images.byteTable),
                labels: labels.map(SampleStore.Labels.classes) ?? .none,
                rows: .contiguous(0..<features.sampleCount), preprocessing: self))
    }

    private func prepare(
        _ fitted: FittedTable, _ file: StoredFile, needsLabels: Bool, limits: DatasetLimits, workers: Workers
    ) throws(DatasetError) -> PreparedInput {
        let table = try CSVTable(file, hasHeader: fitted.hasHeader, workers: workers)
        let columns = try TableColumns(of: table, fittedTo: fitted, needsLabel: needsLabels)
        let raw = try TableReader(
            table, needsLabels ? columns : columns.withoutLabel, csvTarget, missing: fitted.missing,
            classLimit: limits.classes
        ).read(workers: workers)
        let rows = needsLabels ? raw.labelledRows : .contiguous(0..<raw.rowCount)
        guard rows.count > 0 else { throw .noSamples(file.path) }
        return PreparedInput(
            SampleStore(
                inputs: .table(raw.matrix(fitted), TablePlan(fitted)),
                labels: needsLabels ? try raw.encodedLabels(rows, target) : .none, rows: rows, preprocessing: self),
            droppedRows: raw.rowCount - rows.count)
    }

    /// How the label's column of a table is read.
    private var csvTarget: CSVTarget {
        switch target {
        case .classes(let classes): classes.names == nil ? .integers : .names
        case .number, .nextToken: .number(isStandardised: false)
        case .condition(_, let condition): .condition(condition)
        }
    }

    private func prepare(
        _ text: FittedText, _ file: StoredFile, workers: Workers
    ) throws(DatasetError) -> PreparedInput {
        let scalars = try TextReading.scalars(
            of: [file], text.alphabet == nil ? .bytes : .characters, workers: workers)
        let tokens = TextReading.tokens(of: scalars, text.tokenTable)
        let stream = TokenStream(tokens, range: 0..<tokens.count, context: text.context, windows: .consecutive)
        guard stream.windowCount > 0 else {
            throw .text(
                file.path, TextPosition(line: 1, column: 1),
                .tooShort(expectedTokens: text.context + 1, found: tokens.count))
        }
        return PreparedInput(
            SampleStore(
                inputs: .text(stream), labels: .following, rows: .contiguous(0..<stream.windowCount),
                preprocessing: self))
    }
}
