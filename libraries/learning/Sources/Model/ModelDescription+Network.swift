extension ModelDescription {
    /// The layers that the description stands for.
    ///
    /// Sizes are as given: `Model` validates them first.
    public var network: NetworkDescription {
        switch self {
        case .multilayerPerceptron(let inputs, let hidden, let outputs):
            let widths = hidden + [outputs]
            let layers = widths.enumerated().flatMap { index, width -> [NamedLayer] in
                let linear = NamedLayer(.linear(outputs: width), name: "fc\(index + 1)")
                return index < hidden.count ? [linear, NamedLayer(.activation(.relu))] : [linear]
            }
            return NetworkDescription(inputShape: [inputs], layers: layers)
        }
    }
}
