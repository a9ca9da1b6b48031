extension Attack {
    /// Those who have no certificate, at a run that is under TLS and has a token.
    static let tlsStrangers: [Attack] = [
        Attack(
            name: "slow-loris under TLS", door: .certificate,
            deed: atBoth(
                Act("not admitted", "the handshake took longer than 5.0 seconds") { stranger in
                    // Never a whole record.
                    try await stranger.trickle(try await ClientHello.bytes.value.dropLast())
                    try await stranger.awaitEnd()
                },
                Act("not admitted", "the handshake took longer than 5.0 seconds") { stranger in
                    stranger.send(try await ClientHello.bytes.value)
                    try await stranger.awaitEnd()
                })),
        Attack(
            name: "a flood of handshakes under TLS", door: .certificate,
            deed: { run in
                let hello = try await ClientHello.bytes.value
                let deed = inTurn("not admitted", "the peer went away during the handshake", isEachNamed: false) {
                    // The answer is what costs the service most: a key, a signature.
                    $0.send(hello)
                    _ = $0.receive()
                }
                return try await deed(run)
            }),
        Attack(
            name: "no TLS", door: .certificate,
            deed: inTurn("not admitted", "without TLS") { stranger in
                stranger.send(hello)
                while stranger.receive() != nil {}
            }),
    ]
}
