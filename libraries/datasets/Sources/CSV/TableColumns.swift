/// Which columns of a table are read, and as what.
struct TableColumns: Sendable {
    /// What a column of the file is.
    enum Role: Sendable {
        case unused
        /// The matrix's column of numbers.
        case number(Int)
        /// The matrix's column of categories, and which of those it is.
        case category(Int, pool: Int)
        case label
    }

    /// A column of features.
    struct Feature: Sendable {
        let name: String
        /// Where it is in the file.
        let index: Int
        /// Which of the columns of categories it is; nil for numbers.
        let pool: Int?
    }

    /// For every column of the file.
    let roles: [Role]
    let features: [Feature]
    /// Names for errors: those of the header, or the columns' numbers.
    let names: [String]
    let labelColumn: Int?

    var width: Int { features.count }
    var poolCount: Int { features.reduce(0) { $0 + ($1.pool == nil ? 0 : 1) } }

    init(names: [String], labelColumn: Int?, features: [Feature]) {
        var roles = [Role](repeating: .unused, count: names.count)
        if let labelColumn { roles[labelColumn] = .label }
        for (column, feature) in features.enumerated() {
            roles[feature.index] = feature.pool.map { .category(column, pool: $0) } ?? .number(column)
        }
        self.roles = roles
        self.features = features
        self.names = names
        self.labelColumn = labelColumn
    }

    /// The same without looking at the label.
    var withoutLabel: TableColumns { TableColumns(names: names, labelColumn: nil, features: features) }
}
