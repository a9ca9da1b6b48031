import Testing
import Transport

@Suite struct AddressTests {
    @Test(arguments: [
        ("localhost:80", "localhost", 80), ("127.0.0.1:0", "127.0.0.1", 0), ("[::1]:7000", "::1", 7000),
        ("[fe80::1]:65535", "fe80::1", 65_535), ("compute.pangea:7001", "compute.pangea", 7001),
    ])
    func `an address is read and written alike`(_ text: String, _ host: String, _ port: Int) throws {
        let address = try Address(parsing: text)
        #expect(address.host == host)
        #expect(address.port == port)
        #expect(address.description == text)
        #expect(try Address(host: host, port: port) == address)
    }

    @Test(arguments: [
        ("", "expected host:port"), ("localhost", "expected host:port"), ("localhost:", "expected host:port"),
        ("localhost:http", "expected host:port"), ("localhost:+80", "expected host:port"),
        ("localhost:-0", "expected host:port"), ("localhost: 80", "expected host:port"),
        ("localhost:٣", "expected host:port"), ("localhost:99999999999999999999", "expected host:port"),
        ("localhost:65536", "expected a port from 0 to 65535"), (":80", "expected a host before the colon"),
        ("[]:80", "expected a host before the colon"), ("::1", "expected an IPv6 address in brackets"),
        ("::1:80", "expected an IPv6 address in brackets"), ("[::1:80", "expected an IPv6 address in brackets"),
        ("[host:80", "expected a host without brackets or white space inside it"),
        ("[[::1]]:80", "expected a host without brackets or white space inside it"),
        ("a host:80", "expected a host without brackets or white space inside it"),
    ])
    func `a text that is no address is refused with what was expected`(_ text: String, _ reason: String) {
        let error = #expect(throws: TransportError.self) { try Address(parsing: text) }
        #expect(error?.description == "address \"\(text)\": \(reason)")
    }

    @Test(arguments: [("", 80), ("host", -1), ("host", 65_536), ("[::1]", 80), ("host\n", 80)])
    func `parts that make no address are refused`(_ host: String, _ port: Int) {
        #expect(throws: TransportError.self) { try Address(host: host, port: port) }
    }

    @Test func `a list of addresses is read in its order`() throws {
        let expected = [try Address(host: "a", port: 1), try Address(host: "::1", port: 2)]
        #expect(try Address.list(parsing: "a:1,[::1]:2") == expected)
        #expect(try Address.list(parsing: "a:1") == [expected[0]])
    }

    @Test(arguments: [
        ("", "address \"\": expected host:port"), ("a:1,", "address \"\": expected host:port"),
        ("a:1, b:2", "address \" b:2\": expected a host without brackets or white space inside it"),
        ("a:1,b:2,a:1", "address \"a:1,b:2,a:1\": a:1 is there twice"),
    ])
    func `a list with something that is no address, or is there twice, is refused`(_ text: String, _ reason: String) {
        let error = #expect(throws: TransportError.self) { try Address.list(parsing: text) }
        #expect(error?.description == reason)
    }
}
