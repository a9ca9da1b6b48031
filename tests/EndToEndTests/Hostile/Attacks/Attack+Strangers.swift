extension Attack {
    /// A whole first message of the handshake with a join token.
    static let hello = Array("PANGEA\u{0}\u{2}".utf8) + [1, 1] + [UInt8](repeating: 7, count: 32)

    /// Those who have no join token, and get no further than the handshake, and those who prove that they have it, and
    /// then send no record.
    static let strangers: [Attack] = [
        Attack(
            name: "slow-loris",
            deed: atBoth(
                Act("not admitted", "the handshake took longer than 5.0 seconds") { stranger in
                    // Never a whole message.
                    try await stranger.trickle(hello.dropLast())
                    try await stranger.awaitEnd()
                })),
        Attack(
            name: "half-open",
            deed: atBoth(
                Act("not admitted", "the handshake took longer than 5.0 seconds") { try await $0.awaitEnd() },
                Act("not admitted", "the handshake took longer than 5.0 seconds") { stranger in
                    stranger.send(hello)
                    try await stranger.awaitEnd()
                })),
        Attack(
            name: "no handshake",
            deed: atBoth(
                Act("not admitted", "the peer went away during the handshake") { stranger in
                    stranger.send(Array(hello.dropLast()))
                    stranger.endSending()
                    try await stranger.awaitEnd()
                },
                Act("not admitted", "expected a handshake with a join token") { stranger in
                    stranger.send(Frames.table([.max]))
                    try await stranger.awaitEnd()
                })),
        Attack(
            name: "no record",
            deed: atBoth(
                Act("connection ended", "expected a record of 1 to 16384 bytes, found 4294967295") { stranger in
                    try await stranger.prove(Hostile.secret)
                    stranger.send(Frames.word(.max))
                    try await stranger.awaitEnd()
                },
                Act("connection ended", "its code is wrong") { stranger in
                    try await stranger.prove(Hostile.secret)
                    stranger.send(Frames.word(16) + Frames.table([1]) + [UInt8](repeating: 0, count: 8 + 16))
                    try await stranger.awaitEnd()
                })),
        Attack(
            name: "a flood of handshakes",
            deed: inTurn("not admitted", "came out of its turn") { stranger in
                while stranger.send(Array(repeatElement(hello, count: 100).joined())) {}
            }),
    ]
}
