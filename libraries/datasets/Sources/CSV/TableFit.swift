/// Fits the preprocessing of a table on the rows of its training split.
///
/// Sums are taken in float64 over chunks of a fixed number of rows and added pairwise: cores don't change a bit.
struct TableFit {
    let files: CSVFiles
    let standardisation: Standardisation
    let table: RawTable
    /// The rows of the training split.
    let rows: RowSelection
    let workers: Workers

    /// What the training split's columns and labels say.
    ///
    /// Throws `.columns` for a column without a number, or with too many categories.
    func preprocessing() throws(DatasetError) -> FittedPreprocessing {
        FittedPreprocessing(
            input: .table(
                FittedTable(
                    hasHeader: files.hasHeader, columnCount: table.columns.names.count, label: files.labelColumn,
                    labelColumn: table.columns.labelColumn ?? 0, missing: files.missing?.tokens ?? [],
                    columns: try columns())),
            target: target())
    }

    private func columns() throws(DatasetError) -> [FittedColumn] {
        let numbers = try fills()
        let standardised = standardise(numbers)
        var columns: [FittedColumn] = []
        for (column, feature) in table.columns.features.enumerated() {
            if let number = standardised[column] {
                columns.append(FittedColumn(name: feature.name, index: feature.index, number: number))
            } else if let pool = feature.pool {
                columns.append(
                    FittedColumn(
                        name: feature.name, index: feature.index, categories: try categories(column, feature, pool)))
            }
        }
        return columns
    }

    // MARK: Numbers

    /// Of each column of numbers, what takes the place of missing ones; nil for columns of categories.
    private func fills() throws(DatasetError) -> [FittedNumber?] {
        let features = table.columns.features
        return try workers.map(features.count) { (column) throws(DatasetError) in
            guard features[column].pool == nil else { return nil }
            guard let missing = files.missing else { return FittedNumber() }
            let present = (0..<rows.count).map { value(row: rows[$0], column) }.filter { !$0.isNaN }
            guard !present.isEmpty else {
                throw .columns(table.table.path, .noValues(features[column].name))
            }
            let fill = missing.fill == .mean ? Self.mean(present) : Self.median(present)
            return FittedNumber(fill: fill, hasIndicator: missing.hasIndicator && present.count < rows.count)
        }
    }

    private static func mean(_ values: [Float]) -> Float {
        let sum = ChunkedSums.sum(values.count, workers: Workers(count: 1)) { range in
            range.reduce(0) { $0 + Double(values[$1]) }
        }
        return Float(sum / Double(values.count))
    }

    private static func median(_ values: [Float]) -> Float {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : Float((Double(sorted[middle - 1]) + Double(sorted[middle])) / 2)
    }

    private func standardise(_ numbers: [FittedNumber?]) -> [FittedNumber?] {
        let count = Double(rows.count)
        var outcome = numbers
        switch standardisation {
        case .none: break
        case .feature:
            let means = sums(numbers, centre: nil).map { $0 / count }
            let squares = sums(numbers, centre: means)
            for column in numbers.indices {
                outcome[column]?.mean = Float(means[column])
                outcome[column]?.deviation = ChunkedSums.deviation(variance: squares[column] / count)
            }
        case .global:
            let total = count * Double(numbers.count { $0 != nil })
            let mean = sums(numbers, centre: nil).reduce(0, +) / total
            let squares = sums(numbers, centre: Array(repeating: mean, count: numbers.count)).reduce(0, +)
            for column in numbers.indices {
                outcome[column]?.mean = Float(mean)
                outcome[column]?.deviation = ChunkedSums.deviation(variance: squares / total)
            }
        }
        return outcome
    }

    /// For each column of numbers the sum of its filled values, or of their squared distances from `centre`; 0 for columns
    /// of categories.
    private func sums(_ numbers: [FittedNumber?], centre: [Double]?) -> [Double] {
        let columns = numbers.indices.filter { numbers[$0] != nil }
        let fills = columns.map { numbers[$0]?.fill ?? 0 }
        let centres = columns.map { centre?[$0] ?? 0 }
        let width = numbers.count
        let found = ChunkedSums.sums(rows.count, workers: workers) { samples in
            let source = table.values.span
            var sums = [Double](repeating: 0, count: columns.count)
            for sample in samples {
                let from = rows[sample] * width
                for place in columns.indices {
                    let raw = source[from + columns[place]]
                    let distance = Double(raw.isNaN ? fills[place] : raw) - centres[place]
                    sums[place] += centre == nil ? distance : distance * distance
                }
            }
            return sums
        }
        var sums = [Double](repeating: 0, count: width)
        for (place, column) in columns.enumerated() { sums[column] = found[place] }
        return sums
    }

    private func value(row: Int, _ column: Int) -> Float { table.values[row * table.columns.width + column] }

    // MARK: Categories

    /// The categories that the training split has.
    private func categories(
        _ column: Int, _ feature: TableColumns.Feature, _ pool: Int
    ) throws(DatasetError) -> [String] {
        let texts = table.categories[pool]
        var isSeen = [Bool](repeating: false, count: texts.count)
        for sample in 0..<rows.count {
            let place = value(row: rows[sample], column)
            if place >= 0 { isSeen[Int(place)] = true }
        }
        let seen = texts.indices.filter { isSeen[$0] }.map { texts[$0] }
        guard seen.count <= files.categoryLimit else {
            throw .columns(
                table.table.path, .categories(feature.name, limit: files.categoryLimit, found: seen.count))
        }
        return seen
    }

    // MARK: Labels

    private func target() -> FittedTarget {
        switch (files.target, table.labels) {
        case (.condition(let condition), _):
            return .condition(label: files.labelColumn, condition)
        case (.number(let isStandardised), .values(let values)):
            return .number(number(values, isStandardised: isStandardised))
        case (_, .names(let labels, let texts)):
            var isSeen = [Bool](repeating: false, count: texts.count)
            for sample in 0..<rows.count { isSeen[Int(labels[rows[sample]])] = true }
            let names = texts.indices.filter { isSeen[$0] }.map { texts[$0] }
            return .classes(FittedClasses(count: names.count, names: names))
        case (_, .classes(let labels)):
            let largest = (0..<rows.count).reduce(0) { max($0, labels[rows[$1]]) }
            return .classes(FittedClasses(count: Int(largest) + 1))
        default:
            preconditionFailure("TableFit: a training table has labels")
        }
    }

    private func number(_ labels: [Float], isStandardised: Bool) -> FittedNumberTarget {
        guard isStandardised else { return FittedNumberTarget(label: files.labelColumn) }
        let count = Double(rows.count)
        let mean =
            ChunkedSums.sum(rows.count, workers: workers) { samples in
                samples.reduce(0) { $0 + Double(labels[rows[$1]]) }
            } / count
        let squares = ChunkedSums.sum(rows.count, workers: workers) { samples in
            samples.reduce(0) { sum, sample in
                let distance = Double(labels[rows[sample]]) - mean
                return sum + distance * distance
            }
        }
        return FittedNumberTarget(
            label: files.labelColumn, mean: Float(mean),
            deviation: ChunkedSums.deviation(variance: squares / count))
    }
}
