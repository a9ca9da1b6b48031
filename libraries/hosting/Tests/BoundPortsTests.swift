import Foundation
import Hosting
import Testing

@Suite struct BoundPortsTests {
    @Test func `the file appears when all ports are known`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/ports"
        let ports = BoundPorts(path: path, expecting: ["port", "health"])
        try ports.note("port", port: 7)
        #expect(!FileManager.default.fileExists(atPath: path))
        try ports.note("health", port: 8)
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "{\"health\":8,\"port\":7}\n")
    }

    @Test func `a file that can't be written is a failure that names it`() throws {
        let ports = BoundPorts(path: "/none/such/ports", expecting: ["port"])
        let failure = #expect(throws: ServiceFailure.self) { try ports.note("port", port: 7) }
        #expect(failure?.status == .ioFailure)
        #expect(failure?.description.contains("/none/such/ports") == true)
    }

    @Test func `without a path nothing is written`() throws {
        try BoundPorts(path: nil, expecting: ["port"]).note("port", port: 7)
    }
}
