/// How the table or tables of a data set become samples.
struct CSVReading {
    let data: DataDescription
    let files: CSVFiles
    let limits: DatasetLimits

    /// The two splits, and what was fitted, with the number of rows that were left out as they have no label.
    func read(_ stored: [StoredFile], workers: Workers) throws(DatasetError) -> OpenedSplits {
        guard data.scaling == .none else { throw .unitScaling(stored[0].path, found: "decimal numbers") }
        let table = try CSVTable(stored[0], hasHeader: files.hasHeader, workers: workers)
        let columns = try TableColumns(of: table, chosenBy: files)
        let raw = try read(table, columns, workers: workers)
        let labelled = try Self.labelledRows(of: raw)
        guard data.split == .files else { return try split(raw, labelled, workers: workers) }
        let evaluationTable = try CSVTable(stored[1], hasHeader: files.hasHeader, workers: workers)
        try evaluationTable.requireColumns(of: table)
        let preprocessing = try fit(raw, labelled, workers: workers)
        let evaluation = try read(evaluationTable, columns, workers: workers)
        let evaluationRows = try Self.labelledRows(of: evaluation)
        return OpenedSplits(
            training: try store(raw, labelled, labels: labelled, preprocessing),
            evaluation: try store(evaluation, evaluationRows, labels: evaluationRows, preprocessing),
            preprocessing: preprocessing,
            droppedRows: raw.rowCount - labelled.count + evaluation.rowCount - evaluationRows.count)
    }

    private func split(
        _ raw: RawTable, _ labelled: RowSelection, workers: Workers
    ) throws(DatasetError) -> OpenedSplits {
        let parts = try data.split.parts(of: labelled.count, raw.table.path)
        let training = labelled.selecting(parts.training)
        let preprocessing = try fit(raw, training, workers: workers)
        let store = try store(raw, training, labels: labelled, preprocessing)
        return OpenedSplits(
            training: store, evaluation: store.selecting(labelled.selecting(parts.evaluation)),
            preprocessing: preprocessing, droppedRows: raw.rowCount - labelled.count)
    }

    private func read(
        _ table: CSVTable, _ columns: TableColumns, workers: Workers
    ) throws(DatasetError) -> RawTable {
        try TableReader(
            table, columns, files.target, missing: files.missing?.tokens ?? [], classLimit: limits.classes
        ).read(workers: workers)
    }

    private static func labelledRows(of raw: RawTable) throws(DatasetError) -> RowSelection {
        let rows = raw.labelledRows
        guard rows.count > 0 else { throw .noSamples(raw.table.path) }
        return rows
    }

    private func fit(
        _ raw: RawTable, _ rows: RowSelection, workers: Workers
    ) throws(DatasetError) -> FittedPreprocessing {
        try TableFit(
            files: files, standardisation: data.standardisation, table: raw, rows: rows, workers: workers
        ).preprocessing()
    }

    private func store(
        _ raw: RawTable, _ rows: RowSelection, labels labelled: RowSelection, _ preprocessing: FittedPreprocessing
    ) throws(DatasetError) -> SampleStore {
        guard case .table(let fitted) = preprocessing.input else {
            preconditionFailure("CSVReading: what is fitted to a table is one")
        }
        let labels = try raw.encodedLabels(labelled, preprocessing.target)
        return SampleStore(
            inputs: .table(raw.matrix(fitted), TablePlan(fitted)), labels: labels, rows: rows,
            preprocessing: preprocessing)
    }
}
