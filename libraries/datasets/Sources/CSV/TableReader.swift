/// Reads the records of a table, piece by piece on all workers, straight into the memory that keeps them.
struct TableReader: Sendable {
    let table: CSVTable
    let columns: TableColumns
    let target: CSVTarget
    /// The fields that say that there is no value.
    let missing: [[UInt8]]
    /// The most classes that integers may imply.
    let classLimit: Int

    /// Different texts of one column: as many as float32 counts.
    private static let maximumTexts = 1 << 24

    init(_ table: CSVTable, _ columns: TableColumns, _ target: CSVTarget, missing: [String], classLimit: Int) {
        self.table = table
        self.columns = columns
        self.target = target
        self.missing = missing.map { Array($0.utf8) }
        self.classLimit = classLimit
    }

    /// What a piece has beside its numbers.
    private struct PieceTexts: Sendable {
        let pools: [TextPool]
        let labelPool: TextPool
    }

    /// Reads everything.
    ///
    /// Throws `.csv`, with the place, for a record that can't be read.
    func read(workers: Workers) throws(DatasetError) -> RawTable {
        var values = [Float](repeating: 0, count: table.rowCount * columns.width)
        var labels = [UInt32](repeating: 0, count: columns.labelColumn == nil ? 0 : table.rowCount)
        // The memory stays where it is until all workers are done.
        let texts = try unsafe values.withUnsafeMutableBufferPointer { values throws(DatasetError) in
            let values = unsafe DisjointRows(values, width: columns.width)
            return try unsafe labels.withUnsafeMutableBufferPointer { labels throws(DatasetError) in
                try read(values, unsafe DisjointRows(labels, width: 1), workers: workers)
            }
        }
        return try assemble(values, labels, texts)
    }

    private func read(
        _ values: DisjointRows<Float>, _ labels: DisjointRows<UInt32>, workers: Workers
    ) throws(DatasetError) -> [PieceTexts] {
        try workers.map(table.pieces.count) { (number) throws(DatasetError) in
            let piece = table.pieces[number]
            let rows = piece.firstRow..<piece.firstRow + piece.rowCount
            return try values.withRows(rows) { (values) throws(DatasetError) in
                try labels.withRows(columns.labelColumn == nil ? 0..<0 : rows) { (labels) throws(DatasetError) in
                    try read(piece, &values, &labels)
                }
            }
        }
    }

    private func read(
        _ piece: CSVPiece, _ values: inout MutableSpan<Float>, _ labels: inout MutableSpan<UInt32>
    ) throws(DatasetError) -> PieceTexts {
        let bytes = table.file.bytes
        var reader = RecordReader(self, bytes.span, piece)
        do throws(CSVCursor.Failure) {
            for row in 0..<piece.rowCount { try reader.read(row, &values, &labels) }
        } catch {
            throw .csv(table.path, table.position(of: error.index), error.problem)
        }
        return PieceTexts(pools: reader.pools, labelPool: reader.labelPool)
    }

    // MARK: Texts of pieces become texts of the table

    private func assemble(
        _ values: consuming [Float], _ labels: [UInt32], _ texts: [PieceTexts]
    ) throws(DatasetError) -> RawTable {
        var values = values
        var categories: [[String]] = []
        for (column, feature) in columns.features.enumerated() {
            guard let pool = feature.pool else { continue }
            let (all, maps) = Self.merge(texts.map { $0.pools[pool] })
            guard all.count <= Self.maximumTexts else {
                throw .columns(
                    table.path, .categories(feature.name, limit: Self.maximumTexts, found: all.count))
            }
            for (piece, map) in zip(table.pieces, maps) {
                for row in piece.firstRow..<piece.firstRow + piece.rowCount {
                    let index = row * columns.width + column
                    if values[index] >= 0 { values[index] = Float(map[Int(values[index])]) }
                }
            }
            categories.append(all)
        }
        return RawTable(
            table: table, columns: columns, values: values,
            labels: rawLabels(labels, texts.map(\.labelPool)), categories: categories)
    }

    private func rawLabels(_ labels: [UInt32], _ pools: [TextPool]) -> RawLabels {
        guard columns.labelColumn != nil else { return .none }
        switch target {
        case .integers: return .classes(labels)
        case .number, .condition: return .values(labels.map(Float.init(bitPattern:)))
        case .names:
            var labels = labels
            let (all, maps) = Self.merge(pools)
            for (piece, map) in zip(table.pieces, maps) {
                for row in piece.firstRow..<piece.firstRow + piece.rowCount
                where labels[row] != RawLabels.missingClass {
                    labels[row] = UInt32(map[Int(labels[row])])
                }
            }
            return .names(labels, texts: all)
        }
    }

    /// All texts in the order of their bytes, and for each pool where its own are among them.
    private static func merge(_ pools: [TextPool]) -> (all: [String], maps: [[Int]]) {
        var merged = TextPool()
        let numbers = pools.map { pool in pool.texts.map { merged.number(of: $0) } }
        let order = merged.texts.indices.sorted { merged.texts[$0].lexicographicallyPrecedes(merged.texts[$1]) }
        var places = [Int](repeating: 0, count: order.count)
        for (place, number) in order.enumerated() { places[number] = place }
        return (
            order.map { String(decoding: merged.texts[$0], as: UTF8.self) }, numbers.map { $0.map { places[$0] } }
        )
    }
}
