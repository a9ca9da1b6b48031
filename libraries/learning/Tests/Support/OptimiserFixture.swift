import Learning

/// optimisers.json: ten steps each of a 9-13-4 perceptron on one batch of 6 samples, and schedules.
struct OptimiserFixture: Decodable {
    struct Case: Decodable {
        let name: String
        let kind: String
        let rate: Double
        let momentum: Double?
        let nesterov: Bool?
        let beta1: Double?
        let beta2: Double?
        let epsilon: Double?
        let weightDecay: Double
        let weightsOnly: Bool?
        let parameters: [Float]
        let features: [Float]
        let labels: [UInt32]
        let losses: [Double]
        let result: [Float]
        let slots: [Slot]

        var optimiser: Optimiser {
            if kind == "sgd" {
                return .sgd(momentum: momentum ?? 0, nesterov: nesterov ?? false, weightDecay: weightDecay)
            }
            if kind == "lion" {
                return .lion(beta1: beta1 ?? 0, beta2: beta2 ?? 0, weightDecay: weightDecay)
            }
            return .adamW(
                beta1: beta1 ?? 0, beta2: beta2 ?? 0, epsilon: epsilon ?? 0, weightDecay: weightDecay)
        }
    }

    struct Slot: Decodable {
        let name: String
        let values: [Float]
    }

    struct Schedules: Decodable {
        let step: [Double]
        let cosine: [Double]
        let oneCycle: [Double]
    }

    let cases: [Case]
    let schedules: Schedules
}
