import Datasets

/// A few flights: numbers, categories and missing values.
enum Flights {
    static let table = """
        carrier,delay,distance,origin,wind
        UA,11,1400,EWR,10.5
        AA,-5,1089,JFK,NA
        UA,NA,2475,JFK,7
        B6,20,,LGA,12
        "AA",33,1576,EWR,NA
        DL,15,762,LGA,8

        """

    static func source(
        target: CSVTarget = .number(isStandardised: false), columns: [String] = [],
        categories: [String] = ["origin", "carrier"], limit: Int = 1000, missing: MissingValues? = MissingValues()
    ) -> CSVFiles {
        CSVFiles(
            training: "flights.csv", hasHeader: true, labelColumn: "delay", target: target, columns: columns,
            categories: categories, categoryLimit: limit, missing: missing)
    }

    /// Opens the flights, the last two of which are for evaluation unless `split` says otherwise.
    static func open(
        _ source: CSVFiles = source(), _ standardisation: Standardisation = .none,
        split: SplitRule = .place(share: 0.4), table: String = table, cores: Int = 2
    ) throws -> Dataset {
        let folder = try DataFolder()
        try folder.write(table, to: "flights.csv")
        let data = DataDescription(source: .csv(source), split: split, standardisation: standardisation)
        return try Dataset.open(data, root: folder.root, cores: cores)
    }
}
