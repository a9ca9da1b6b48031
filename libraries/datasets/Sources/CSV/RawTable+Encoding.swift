extension RawTable {
    /// The rows as the preprocessing takes them: categories by their place among the fitted ones.
    consuming func matrix(_ fitted: FittedTable) -> FeatureMatrix {
        let (width, rowCount) = (columns.width, rowCount)
        var values = values
        for (column, (feature, fittedColumn)) in zip(columns.features, fitted.columns).enumerated() {
            guard let pool = feature.pool, let names = fittedColumn.categories else { continue }
            let places = Dictionary(uniqueKeysWithValues: zip(names, 0...))
            let codes = categories[pool].map { Float(places[$0] ?? names.count) }
            for index in stride(from: column, to: rowCount * width, by: width) {
                values[index] = values[index] >= 0 ? codes[Int(values[index])] : Float(names.count)
            }
        }
        return FeatureMatrix(.floats(values), rowCount, width)
    }

    /// The labels of `rows`, all of which have one, in the classes of `target`.
    ///
    /// Throws `.csv`, with the place, for a class that there isn't.
    func encodedLabels(_ rows: RowSelection, _ target: FittedTarget) throws(DatasetError) -> SampleStore.Labels {
        switch (labels, target) {
        case (.values(let values), _):
            return .values(values)
        case (.classes(let all), .classes(let classes)):
            for sample in 0..<rows.count where all[rows[sample]] >= classes.count {
                throw error(row: rows[sample]) { name, text in
                    .label(field: name, .unseen(classes: classes.count, found: text))
                }
            }
            return .classes(all)
        case (.names(let all, let texts), .classes(let classes)):
            let places = Dictionary(uniqueKeysWithValues: zip(classes.names ?? [], UInt32(0)...))
            let codes = texts.map { places[$0] }
            var encoded = [UInt32](repeating: 0, count: all.count)
            for sample in 0..<rows.count {
                let row = rows[sample]
                guard let code = codes[Int(all[row])] else {
                    throw error(row: row) { .unknownClass(field: $0, classes: classes.count, found: $1) }
                }
                encoded[row] = code
            }
            return .classes(encoded)
        default:
            return .none
        }
    }

    private func error(row: Int, _ problem: (_ name: String, _ text: String) -> CSVProblem) -> DatasetError {
        let column = columns.labelColumn ?? 0
        let index = table.index(row: row, column: column)
        return .csv(table.path, table.position(of: index), problem(columns.names[column], table.text(at: index)))
    }
}
