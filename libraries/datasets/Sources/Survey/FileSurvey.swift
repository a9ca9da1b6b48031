/// What a data file is, as far as looking at all of it tells: for whoever doesn't know yet what a job should say of it.
public enum FileSurvey: Hashable, Sendable {
    /// The format of the MNIST files.
    case idx(IDXSurvey)
    /// A table in CSV.
    case table(TableSurvey)
    /// Text in UTF-8.
    case text(TextSurvey)

    /// What a file is to be taken for.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        case idx, csv, text
    }

    /// Looks at the file at `path`, wherever it is: at all of it, plain or compressed with gzip.
    ///
    /// Without a `kind` the first bytes, the name and the first records tell which it is; without `hasHeader` a table's
    /// first record tells whether it names the columns.
    /// Throws a `DatasetError` for a file that can't be read, or is nothing of the three.
    public static func look(
        at path: String, kind: Kind? = nil, hasHeader: Bool? = nil, limits: DatasetLimits = DatasetLimits()
    ) throws(DatasetError) -> FileSurvey {
        let file = try StoredFile(path, limits: limits)
        switch kind ?? Self.kind(of: file) {
        case .idx: return .idx(try IDXSurvey(file, limits: limits))
        case .csv: return .table(try TableSurveyor.survey(file, hasHeader: hasHeader))
        case .text: return .text(try TextSurvey(file))
        }
    }

    private static func kind(of file: StoredFile) -> Kind {
        if file.bytes.count >= 4, file.bytes[0] == 0, file.bytes[1] == 0 { return .idx }
        let name = file.path.hasSuffix(".gz") ? String(file.path.dropLast(3)) : file.path
        if name.lowercased().hasSuffix(".csv") { return .csv }
        if name.lowercased().hasSuffix(".txt") || name.lowercased().hasSuffix(".md") { return .text }
        return TableSurveyor.looksLikeTable(file) ? .csv : .text
    }
}
