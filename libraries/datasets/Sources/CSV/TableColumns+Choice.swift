extension TableColumns {
    /// The columns that a job chooses of a training table.
    ///
    /// Throws `.columns` for one that isn't there, or is chosen as two things.
    init(of table: CSVTable, chosenBy files: CSVFiles) throws(DatasetError) {
        let path = table.path
        do throws(ColumnProblem) {
            let label = try table.labelColumn(files.labelColumn)
            let chosen = try table.columns(files.columns, key: "columns")
            let categories = try table.columns(files.categories, key: "categories")
            for (key, columns) in [("columns", chosen), ("categories", categories)] where columns.contains(label) {
                throw .labelChosen(key: key, table.names[label])
            }
            let indices = chosen.isEmpty ? table.names.indices.filter { $0 != label } : chosen
            guard !indices.isEmpty else { throw .noFeatures }
            if let stray = categories.first(where: { !indices.contains($0) }) {
                throw .notChosen(table.names[stray])
            }
            self.init(
                names: table.names, labelColumn: label,
                features: Self.features(table.names, indices, categories: Set(categories)))
        } catch {
            throw .columns(path, error)
        }
    }

    private static func features(_ names: [String], _ indices: [Int], categories: Set<Int>) -> [Feature] {
        var pools = 0
        return indices.map { index in
            let pool = categories.contains(index) ? pools : nil
            if pool != nil { pools += 1 }
            return Feature(name: names[index], index: index, pool: pool)
        }
    }

    /// The columns of a table to predict that the model was trained on.
    ///
    /// Where there is a header, columns are found by name; where not, the label's column may be missing. Throws `.columns`
    /// for columns that aren't there; the label may be missing unless `needsLabel`.
    init(of table: CSVTable, fittedTo fitted: FittedTable, needsLabel: Bool) throws(DatasetError) {
        do throws(ColumnProblem) {
            let names = table.names
            let hasLabel = fitted.hasHeader ? names.contains(fitted.label) : names.count == fitted.columnCount
            var label: Int?
            if hasLabel {
                label = fitted.hasHeader ? try table.labelColumn(fitted.label) : fitted.labelColumn
            } else if needsLabel {
                throw .labelMissing(expected: fitted.label, found: names)
            }
            guard fitted.hasHeader || names.count >= fitted.columnCount - 1,
                fitted.hasHeader || names.count <= fitted.columnCount
            else { throw .count(expected: fitted.columnCount, found: names.count) }
            var pools = 0
            var features: [Feature] = []
            for column in fitted.columns {
                let shift = label == nil && column.index > fitted.labelColumn ? 1 : 0
                let index =
                    fitted.hasHeader ? try table.column(column.name, key: "columns") : column.index - shift
                features.append(Feature(name: column.name, index: index, pool: column.categories == nil ? nil : pools))
                if column.categories != nil { pools += 1 }
            }
            self.init(names: names, labelColumn: label, features: features)
        } catch {
            throw .columns(table.path, error)
        }
    }
}

extension CSVTable {
    /// Where the label is.
    fileprivate func labelColumn(_ label: String) throws(ColumnProblem) -> Int {
        guard hasHeader else {
            guard let column = Int(label), names.indices.contains(column) else {
                throw .labelNumber(expectedBelow: names.count, found: label)
            }
            return column
        }
        guard let column = names.firstIndex(of: label) else { throw .labelMissing(expected: label, found: names) }
        guard names.lastIndex(of: label) == column else { throw .labelRepeated(label) }
        return column
    }

    fileprivate func column(_ name: String, key: String) throws(ColumnProblem) -> Int {
        guard hasHeader else {
            guard let column = Int(name), names.indices.contains(column) else {
                throw .number(key: key, expectedBelow: names.count, found: name)
            }
            return column
        }
        guard let column = names.firstIndex(of: name) else {
            throw .missing(key: key, expected: name, found: names)
        }
        guard names.lastIndex(of: name) == column else { throw .repeated(name) }
        return column
    }

    fileprivate func columns(_ names: [String], key: String) throws(ColumnProblem) -> [Int] {
        var columns: [Int] = []
        var seen: Set<Int> = []
        for name in names {
            let column = try column(name, key: key)
            guard seen.insert(column).inserted else { throw .listedTwice(key: key, name) }
            columns.append(column)
        }
        return columns
    }
}
