import Foundation
import Launching
import Testing

@Suite struct LogFollowerTests {
    private func append(_ text: String, to path: String) throws {
        let file = try #require(FileHandle(forWritingAtPath: path))
        try file.seekToEnd()
        try file.write(contentsOf: Data(text.utf8))
    }

    @Test func `lines come whole, once, and behind the name`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/log"
        var follower = LogFollower(path: path, name: "trainer-1")
        #expect(follower.lines() == [], "there is no file yet")
        try "one\ntwo".write(toFile: path, atomically: false, encoding: .utf8)
        #expect(follower.lines() == ["trainer-1    | one"])
        #expect(follower.lines() == [])
        try append(" and a half\n\nthree", to: path)
        #expect(follower.lines() == ["trainer-1    | two and a half", "trainer-1    | "])
        #expect(follower.lines(isLast: true) == ["trainer-1    | three"])
        #expect(follower.lines(isLast: true) == [])
    }

    @Test func `a line without an end isn't waited for for ever`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/log"
        try String(repeating: "x", count: 200_000).write(toFile: path, atomically: false, encoding: .utf8)
        var follower = LogFollower(path: path, name: "a")
        let lines = follower.lines(isLast: true)
        #expect(lines.map(\.count).reduce(0, +) == 200_000 + lines.count * 15)
        #expect(lines.count == 4)
    }
}
