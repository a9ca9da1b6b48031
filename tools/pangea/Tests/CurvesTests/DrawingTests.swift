import Curves
import Foundation
import RunRecords
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct DrawingTests {
    private static func run(
        _ name: String, steps: UInt64 = 100, accuracy: Bool = true, factor: Double = 1
    ) -> RunCurves {
        RunCurves(name: name, history: Samples.history(steps: steps, accuracy: accuracy, factor: factor))
    }

    /// Every element by its name, if the text is whole XML.
    private final class Reader: NSObject, XMLParserDelegate {
        var elements: [(name: String, attributes: [String: String])] = []
        var texts = ""

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
            attributes: [String: String]
        ) { elements.append((name, attributes)) }

        func parser(_ parser: XMLParser, foundCharacters string: String) { texts += string }
    }

    private static func read(_ svg: String) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        #expect(parser.parse(), "\(String(describing: parser.parserError))")
        return reader
    }

    @Test func `a run is drawn with both charts, its range, its evaluations, and words for who doesn't see it`() throws
    {
        let svg = Drawing([Self.run("digits")]).svg
        let reader = try Self.read(svg)
        let root = try #require(reader.elements.first)
        #expect(root.name == "svg" && root.attributes["role"] == "img")
        #expect(root.attributes["aria-labelledby"] == "curves-title curves-description")
        #expect(reader.texts.contains("Loss and Accuracy of digits by steps"))
        #expect(
            reader.texts.contains(
                "digits, 100 steps: training loss from 1 to 0.09174, evaluation loss 0.1009 at the end"))
        let classes = reader.elements.compactMap { $0.attributes["class"] }
        // In each chart, and one in the legend: the line of the training, and the evaluations'.
        #expect(classes.count { $0 == "c0" } == 3 && classes.count { $0 == "c1" } == 3)
        // The range of either chart.
        #expect(reader.elements.count { $0.attributes["fill-opacity"] != nil } == 2)
        // A sign for each of ten evaluations.
        #expect(classes.count { $0 == "f1 edge" } == 21)
        #expect(svg.contains("@media (prefers-color-scheme:dark)"))
    }

    @Test func `the range of the training reaches from the least to the greatest`() throws {
        let reader = try Self.read(Drawing([Self.run("long", steps: 5000)]).svg)
        let band = try #require(reader.elements.first { $0.attributes["fill-opacity"] != nil }?.attributes["d"])
        let heights = band.matches(of: /[0-9.]+ ([0-9.]+)/).compactMap { Double($0.output.1) }
        // Along the greatest, and back along the least: the first steps' are at both ends.
        let (greatest, least) = (try #require(heights.first), try #require(heights.last))
        #expect(least - greatest > 10, "the loss of the first steps falls by more than half")
    }

    @Test func `a model that says numbers has no accuracy to draw`() throws {
        let reader = try Self.read(Drawing([Self.run("flights", accuracy: false)]).svg)
        #expect(!reader.texts.contains("Accuracy") && reader.texts.contains("Loss of flights by steps"))
    }

    @Test func `runs that are compared have a colour and a sign of their own each`() throws {
        let runs = (0..<Drawing.mostRuns).map { Self.run("run \($0)", factor: Double($0 + 1)) }
        let reader = try Self.read(Drawing(runs, by: .epochs, logarithmicLoss: true, theme: .dark).svg)
        for index in 0..<Drawing.mostRuns {
            #expect(reader.texts.contains("run \(index)"))
            #expect(reader.elements.contains { $0.attributes["class"] == "c\(index)" })
        }
        let signs = Set(Marker.allCases.map { "\($0.path(0, 0)) \($0.isHollow)" })
        #expect(signs.count == Marker.allCases.count && Marker.allCases.count == Drawing.mostRuns)
        #expect(!reader.texts.contains("prefers-color-scheme"))
    }

    @Test func `names from outside are texts, whatever is in them`() throws {
        let name = "<script>\"&'\u{0}\u{1b}\u{ffff}</script>"
        let svg = Drawing([Self.run(name)]).svg
        #expect(!svg.contains("<script"))
        #expect(try Self.read(svg).texts.contains("<script>\"&'\u{fffd}\u{fffd}\u{fffd}</script>"))
    }

    @Test(arguments: [1, 2, 1000, 5000] as [UInt64])
    func `a picture is bounded, and every place in it a number, whatever the run's length`(steps: UInt64) throws {
        for log in [false, true] {
            let svg = Drawing([Self.run("a", steps: steps)], logarithmicLoss: log).svg
            #expect(svg.utf8.count < 60_000)
            #expect(!svg.contains("nan") && !svg.contains("inf"))
            _ = try Self.read(svg)
        }
    }

    @Test func `losses that aren't finite are a gap in the line`() throws {
        var history = RunHistory()
        for step in 0..<9 as Range<UInt64> {
            let record = StepRecord(
                step: step, samples: 1, loss: step == 4 ? .nan : 1, accuracy: 0, seconds: PartSeconds())
            history.apply(.steps(StepBucket(record, time: 0)))
        }
        let reader = try Self.read(Drawing([RunCurves(name: "gap", history: history)]).svg)
        // Two pieces, and the legend's.
        #expect(reader.elements.count { $0.attributes["class"] == "c0" } == 3)
    }
}
