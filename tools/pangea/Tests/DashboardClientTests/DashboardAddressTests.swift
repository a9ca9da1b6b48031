import DashboardClient
import Testing

@Suite struct DashboardAddressTests {
    @Test(arguments: [
        ("http://127.0.0.1:8100/", "127.0.0.1", 8100), ("http://box:80", "box", 80), ("127.0.0.1:1", "127.0.0.1", 1),
        ("[::1]:65535", "::1", 65_535), ("http://[fe80::2]:8100/", "fe80::2", 8100),
    ])
    func `an address is read`(text: String, host: String, port: Int) throws {
        let address = try DashboardAddress(parsing: text)
        #expect((address.host, address.port) == (host, port))
        #expect(try DashboardAddress(parsing: address.description) == address)
    }

    @Test(arguments: [
        ("https://box:8100/", "http://, which is all that a dashboard speaks"),
        ("box", "http://host:port with a port from 1 to 65535"),
        ("box:0", "http://host:port with a port from 1 to 65535"),
        ("box:65536", "http://host:port with a port from 1 to 65535"),
        ("box:+80", "http://host:port with a port from 1 to 65535"),
        ("", "http://host:port with a port from 1 to 65535"),
        (":80", "http://host:port, without a path or more"),
        ("::1:80", "an IPv6 address in brackets"),
        ("http://user@box:80", "http://host:port, without a path or more"),
        ("http://box:80/api", "http://host:port with a port from 1 to 65535"),
        ("a b:80", "http://host:port, without a path or more"),
        ("a\r\nb:80", "http://host:port, without a path or more"),
    ])
    func `what is no address is refused, in words`(text: String, expected: String) {
        #expect(throws: DashboardError.address(text, expected: expected)) { try DashboardAddress(parsing: text) }
    }
}
