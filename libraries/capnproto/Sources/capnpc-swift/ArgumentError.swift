/// What is wrong with the command's arguments.
enum ArgumentError: Error, Equatable {
    case missingValue(option: String)
    case unknownOption(String)
    case unknownAccessLevel(String)
}

extension ArgumentError: CustomStringConvertible {
    var description: String {
        switch self {
        case .missingValue(let option): "option '\(option)' needs a value"
        case .unknownOption(let option): "unknown option '\(option)'"
        case .unknownAccessLevel(let name): "unknown access level '\(name)': public, package or internal expected"
        }
    }
}
