package import Datasets
package import ONNX

/// What of a preprocessing can be part of an exported graph.
package struct ExportedInput {
    /// What the graph does to its input.
    package let transform: InputTransform
    /// Whether that is all that preprocessing does, so that the input is raw.
    package let isRaw: Bool

    /// Images and tables of plain numbers are transformed by the graph, tokens need nothing; a table with categories, or
    /// numbers that may be missing, is prepared outside.
    package init(_ preprocessing: FittedPreprocessing) {
        switch preprocessing.input {
        case .images(let images):
            let scale = images.scale == 1 ? [] : [images.scale]
            transform = InputTransform(scale: scale, mean: images.mean, deviation: images.deviation)
            isRaw = true
        case .table(let table):
            let numbers = table.columns.compactMap(\.number)
            isRaw = numbers.count == table.columns.count && numbers.allSatisfy { $0.fill == nil && !$0.hasIndicator }
            transform =
                isRaw
                ? InputTransform(mean: numbers.map(\.mean), deviation: numbers.map(\.deviation)) : InputTransform()
        case .text:
            transform = InputTransform()
            isRaw = true
        }
    }
}
