import Datasets
import Testing

/// A table whose statistics Fixtures/golden.py computes.
@Suite struct GoldenTests {
    private static let carriers = ["UA", "AA", "B6", "9E", ""]

    private static func dataset(_ fill: MissingValues.Fill, cores: Int = 2) throws -> Dataset {
        let rows = (0..<300).map { row in
            let distance = row % 7 == 3 ? "NA" : "\(Float(row * row % 101) / 4)"
            let delay = row % 11 == 5 ? "" : "\(row * 29 % 83 - 30)"
            return "\(distance),\(row * 37 % 64 - 20),\(carriers[row * row % 5]),\(delay)\n"
        }
        let source = CSVFiles(
            training: "flights.csv", hasHeader: true, labelColumn: "delay", target: .number(isStandardised: true),
            categories: ["carrier"], missing: MissingValues(fill: fill))
        return try Flights.open(
            source, .feature, split: .place(share: 0.2), table: "distance,wind,carrier,delay\n" + rows.joined(),
            cores: cores)
    }

    @Test(
        arguments: [
            (.mean, 12.64095744680851, 12.640957446808512, 7.021416887172302),
            (.median, 13.0, 12.691780821917808, 7.022532295573438),
        ] as [(MissingValues.Fill, Float, Float, Float)])
    func `fill, mean and deviation are those of the filled training split`(
        fill: MissingValues.Fill, value: Float, mean: Float, deviation: Float
    ) throws {
        let dataset = try Self.dataset(fill)
        #expect(dataset.description.trainingSamples == 219 && dataset.description.evaluationSamples == 54)
        #expect(dataset.description.droppedRows == 27)
        let columns = try #require(dataset.table?.columns)
        #expect(columns[0].number == FittedNumber(fill: value, mean: mean, deviation: deviation))
        #expect(
            columns[1].number
                == FittedNumber(
                    fill: fill == .median ? 12 : columns[1].number?.fill, mean: 11.493150684931507,
                    deviation: 18.488147471353088))
        #expect(columns[2].categories == ["AA", "UA"])
        #expect(
            dataset.description.target
                == .number(
                    FittedNumberTarget(label: "delay", mean: 10.67579908675799, deviation: 24.113883317576573)))
    }

    @Test func `cores don't change a bit`() throws {
        let one = try Self.dataset(.median, cores: 1)
        for cores in [2, 5] {
            let many = try Self.dataset(.median, cores: cores)
            #expect(many.description == one.description)
            #expect(try many.features(.training, Array(0..<219)) == one.features(.training, Array(0..<219)))
        }
    }
}
