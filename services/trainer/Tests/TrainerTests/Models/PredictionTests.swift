import Datasets
import Learning
import Testing
import Trainer

@Suite struct PredictionTests {
    static let classes = FittedTarget.classes(FittedClasses(count: 3, names: ["cat", "a \"dog\", big", "owl"]))
    static let number = FittedTarget.number(FittedNumberTarget(label: "delay", mean: 10, deviation: 4))
    static let condition = FittedTarget.condition(label: "delay", .above(15))

    static func lines(
        _ format: PredictionFormat, _ outputs: [Float], _ target: FittedTarget,
        _ loss: LossDescription = .crossEntropy()
    ) -> [String] {
        let prediction = Prediction(sample: 7, outputs: outputs.span, meaning: target, loss: loss)
        let line = prediction.map { format.line($0, target, everyClass: true) }
        return [format.header(target, everyClass: true), line].compactMap(\.self)
    }

    @Test func `a class is called by its name, with how likely each is`() {
        #expect(
            Self.lines(.csv, [0, 0, -200], Self.classes) == [
                "sample,prediction,probability,cat,\"a \"\"dog\"\", big\",owl", "7,cat,0.5,0.5,0.5,0.0",
            ])
        #expect(
            Self.lines(.json, [-200, 0, 0], Self.classes) == [
                #"{"sample":7,"prediction":"a \"dog\", big","probability":0.5,"#
                    + #""probabilities":{"cat":0.0,"a \"dog\", big":0.5,"owl":0.5}}"#
            ])
    }

    @Test func `a number is in the label's own unit`() {
        #expect(Self.lines(.csv, [0.5], Self.number) == ["sample,prediction", "7,12.0"])
        #expect(Self.lines(.json, [0.5], Self.number) == [#"{"sample":7,"prediction":12.0}"#])
        #expect(Self.lines(.json, [.nan], Self.number) == [#"{"sample":7,"prediction":null}"#])
    }

    @Test func `a condition is true or false`() {
        #expect(Self.lines(.csv, [0], Self.condition) == ["sample,prediction,probability", "7,false,0.5"])
        #expect(Self.lines(.json, [100], Self.condition) == [#"{"sample":7,"prediction":true,"probability":1.0}"#])
        let squared = LossDescription.meanSquaredError
        #expect(Self.lines(.csv, [0.4], Self.condition, squared) == ["sample,prediction,probability", "7,false,"])
        #expect(Self.lines(.json, [0.6], Self.condition, squared) == [#"{"sample":7,"prediction":true}"#])
    }

    @Test func `a text has no single answer`() {
        #expect(Self.lines(.json, [1, 2], .nextToken).isEmpty)
    }
}
