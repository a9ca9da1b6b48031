import DashboardClient
import Terminal
import Testing
import Watching

@Suite struct RunViewTests {
    private static let plain = TextStyle(hasColours: false, hasUnicode: true)

    private func picture(_ run: RunStatus, trainers count: Int = 2) throws -> RunPicture {
        var picture = RunPicture()
        let notes = try (1...5).map { try Samples.note($0, "late", "text \($0)", subject: "trainer-2") }
        let steps = try Samples.steps([8, 6, 4, 3, 2, 1, 1, 1])
        picture.take(.began(run, try Samples.trainers(count), try Samples.history(steps: steps, notes: notes)))
        return picture
    }

    @Test func `a run is a few lines`() throws {
        let view = RunView(width: 100, height: 24, style: Self.plain)
        #expect(
            view.lines(of: try picture(Samples.run()), address: "http://127.0.0.1:8100/") == [
                "fashion-mnist  training  epoch 3 of 5  http://127.0.0.1:8100/",
                "█████████████████████░░░░░░░░░░░░░░░░░░░  53 %  step 1,234 of 2,345  41,200 samples/s  1:23 left",
                "loss      0.3123   █▆▄▃▂▁▁▁",
                "evaluated loss 0.41  accuracy 85.23 %  target 88.00 % not met yet",
                "trainer-1  working     21.3 micro-batches/s   50 %  █████░░░░░",
                "trainer-2  late        21.3 micro-batches/s   50 %  █████░░░░░  1 redone by others",
                "- trainer-2: text 3", "- trainer-2: text 4", "- trainer-2: text 5",
            ])
    }

    @Test func `without Unicode it is ASCII`() throws {
        let view = RunView(width: 100, height: 24, style: .plain)
        let lines = view.lines(of: try picture(Samples.run()), address: nil)
        #expect(lines.allSatisfy { $0.utf8.allSatisfy { (0x20..<0x7f).contains($0) } })
        #expect(lines[1].hasPrefix("#####################..................."))
        #expect(lines[2] == "loss      0.3123   #*+=-___" || lines[2].hasPrefix("loss      0.3123   #"))
    }

    @Test func `before anything is known it says so`() throws {
        let view = RunView(width: 60, height: 24, style: Self.plain)
        #expect(view.lines(of: RunPicture(), address: nil) == ["nothing is known of the run yet"])
        var picture = RunPicture()
        picture.take(.began(try Samples.opening(), [], try Samples.history()))
        #expect(
            view.lines(of: picture, address: nil) == ["a run  opening: the data isn't open yet", "no step yet"])
    }

    @Test(arguments: [20, 33, 50, 79]) func `no line is wider than the terminal`(width: Int) throws {
        let style = TextStyle(hasColours: true, hasUnicode: true)
        let run = try Samples.run("failed", reason: String(repeating: "long ", count: 50))
        for line in RunView(width: width, height: 24, style: style).lines(of: try picture(run), address: "http://x/") {
            #expect(line.replacing(/\u{1b}\[[0-9]*m/, with: "").count <= width)
        }
    }

    @Test(arguments: [4, 6, 9, 12]) func `there are no more lines than the terminal has`(height: Int) throws {
        let view = RunView(width: 80, height: height, style: Self.plain)
        #expect(view.lines(of: try picture(Samples.run(), trainers: 40), address: nil).count < height)
    }

    @Test func `trainers for whom there is no room are counted`() throws {
        let view = RunView(width: 80, height: 12, style: Self.plain)
        let lines = view.lines(of: try picture(Samples.run(), trainers: 40), address: nil)
        #expect(lines.filter { $0.hasPrefix("trainer-") }.count + 1 == 4)
        #expect(lines.contains("and 37 more trainers"))
    }

    @Test func `a colour never says what no word says`() throws {
        let coloured = RunView(width: 100, height: 24, style: TextStyle(hasColours: true, hasUnicode: true))
        let plain = RunView(width: 100, height: 24, style: Self.plain)
        let picture = try picture(Samples.run())
        let lines = coloured.lines(of: picture, address: nil)
        #expect(lines.joined().contains("\u{1b}[32m"))
        #expect(lines.map { $0.replacing(/\u{1b}\[[0-9]*m/, with: "") } == plain.lines(of: picture, address: nil))
    }

    @Test func `what others say can't steer the terminal`() throws {
        let run = try Samples.run("failed", reason: "\\u001b[2Jgone\\u009b31m\\n")
        let text = RunView(width: 100, height: 24, style: Self.plain).lines(of: try picture(run), address: nil)[0]
        #expect(text == "fashion-mnist  failed:  [2Jgone 31m ")
    }

    @Test func `numbers that aren't finite draw nothing`() throws {
        #expect(Self.plain.bar(.nan, width: 4) == "░░░░")
        #expect(Self.plain.bar(7, width: 4) == "████")
        #expect(Self.plain.curve([.nan, .infinity], width: 10) == "")
        #expect(Self.plain.curve([1, 1, 1], width: 10) == "▁▁▁")
        #expect(Self.plain.curve([0, 1, 2, 3, 4, 5, 6, 7], width: 4) == "▁▃▆█")
    }
}
