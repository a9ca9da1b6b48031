internal import Datasets
internal import WireProtocol

/// The samples of one batch, gathered straight into the memory that their message will carry.
struct BatchSelection: Sendable {
    let dataset: Dataset
    let split: Split
    let samples: [Int]
    /// For which epoch, where that decides about windows of text.
    let draw: WindowDraw

    private var featureCount: Int { samples.count * dataset.description.featureCount }

    /// The samples and their labels.
    func gather() throws(DatasetError) -> (WireFeatures, WireLabels) {
        guard dataset.description.tokenCount == nil else { return try gatherTokens() }
        let features = TensorMemory(byteCount: featureCount * 4)
        try features.withMutableSpan(of: Float.self) { span throws(DatasetError) in
            try dataset.gather(split, samples, features: &span)
        }
        return (.numbers(WireValues(features)), try gatherLabels())
    }

    private func gatherTokens() throws(DatasetError) -> (WireFeatures, WireLabels) {
        let (tokens, next) = (TensorMemory(byteCount: featureCount * 4), TensorMemory(byteCount: featureCount * 4))
        try tokens.withMutableSpan(of: UInt32.self) { tokens throws(DatasetError) in
            try next.withMutableSpan(of: UInt32.self) { next throws(DatasetError) in
                try dataset.gather(split, samples, draw, tokens: &tokens, next: &next)
            }
        }
        return (.tokens(WireValues(tokens)), .nextTokens(WireValues(next)))
    }

    private func gatherLabels() throws(DatasetError) -> WireLabels {
        let outputCount = dataset.description.outputCount
        guard case .classes = dataset.description.target else {
            let memory = TensorMemory(byteCount: samples.count * outputCount * 4)
            try memory.withMutableSpan(of: Float.self) { span throws(DatasetError) in
                try dataset.gather(split, samples, values: &span)
            }
            return .values(WireValues(memory), outputCount: outputCount)
        }
        switch dataset.data.labels {
        case .classIndex:
            let memory = TensorMemory(byteCount: samples.count * 4)
            try memory.withMutableSpan(of: UInt32.self) { span throws(DatasetError) in
                try dataset.gather(split, samples, classes: &span)
            }
            return .classIndices(WireValues(memory))
        case .oneHot:
            let memory = TensorMemory(byteCount: samples.count * outputCount * 4)
            try memory.withMutableSpan(of: Float.self) { span throws(DatasetError) in
                try dataset.gather(split, samples, oneHot: &span)
            }
            return .oneHot(WireValues(memory), classCount: outputCount)
        }
    }
}
