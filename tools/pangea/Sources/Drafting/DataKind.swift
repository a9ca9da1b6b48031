internal import ArgumentParser
internal import Datasets

/// What a data file is, as the command line has it.
enum DataKind: String, CaseIterable, ExpressibleByArgument {
    case idx, csv, text

    /// The same for whoever looks at the file.
    var surveyed: FileSurvey.Kind {
        switch self {
        case .idx: .idx
        case .csv: .csv
        case .text: .text
        }
    }
}
