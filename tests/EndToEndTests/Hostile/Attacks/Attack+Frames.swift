extension Attack {
    /// Those who need no join token, at a run without: they get as far as frames.
    static let frames: [Attack] = [
        Attack(
            name: "oversized frames", door: .nothing,
            deed: atBoth(
                lie(Frames.table([.max]), "bad frame: message too large: 34359738360 bytes"),
                lie(
                    Frames.table([UInt32](repeating: .max, count: 511)),
                    "bad frame: message too large: 17557826301960 bytes"))),
        Attack(
            name: "a segment table that lies", door: .nothing,
            deed: atBoth(
                lie(Frames.word(.max), "bad frame: message has too many segments"),
                lie(
                    Frames.table([4096]) + [1, 2, 3, 4, 5, 6, 7, 8], "in the middle of a frame, after 16 bytes",
                    thenEnds: true),
                lie(Frames.table([1]) + Frames.structure(offset: 1 << 28), "pointer out of bounds"))),
        Attack(
            name: "a flood before joining", door: .nothing, allowance: noise + 1 << 20,
            deed: inTurn("connection ended", "expected at most 64 frames at once") { stranger in
                let signs = Array(repeatElement(Frames.heartbeat, count: 1000).joined())
                while stranger.send(signs) {}
            }),
    ]

    private static func lie(_ bytes: [UInt8], _ words: String, thenEnds: Bool = false) -> Act {
        Act("connection ended", words) { stranger in
            stranger.send(bytes)
            if thenEnds { stranger.endSending() }
            try await stranger.awaitEnd()
        }
    }
}
