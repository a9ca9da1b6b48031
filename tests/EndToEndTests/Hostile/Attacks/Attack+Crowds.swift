extension Attack {
    /// What a connection may cost that has proven nothing.
    private static let bytesPerConnection = 8 << 10

    /// Those who come in thousands.
    static let crowds: [Attack] = [
        Attack(
            name: "thousands of connections", allowance: noise + 2 * 1024 * bytesPerConnection,
            deed: crowd(of: 2500, addresses: 2, places: 1024)),
        Attack(
            name: "more connections than descriptors", allowance: noise + 256 * bytesPerConnection, descriptors: 256,
            deed: crowd(of: 300, addresses: 1, places: 96)),
        Attack(
            // So many wait at a time to be taken up, and are gone by then.
            name: "who comes and goes", allowance: noise + 256 * bytesPerConnection,
            // The system may not even tell of one that has left already: some of them are named.
            deed: inTurn("not admitted", "went away during the handshake", isEachNamed: false) { $0.leave() }),
        Attack(
            name: "who is refused and comes again",
            deed: inTurn("not admitted", "expected a handshake") { stranger in
                stranger.send(Frames.table([1]))
                while stranger.receive() != nil {}
            }),
    ]

    /// So many connections to each service, from addresses that aren't the trainers' and have so many places each; nobody
    /// says anything.
    private static func crowd(of count: Int, addresses: Int, places: Int) -> Deed {
        { run in
            var refused: [Attacker] = []
            var strangers: [Stranger] = []
            for target in Target.allCases {
                let address = run.address(of: target)
                let crowd = try (0..<count).map { try Stranger(at: address, from: 1 + UInt32($0 % addresses)) }
                let words = ["too many connections", "at most \(places) connections from one address"]
                // Which ones are too many depends on the event loops.
                refused.append(Attacker(target: target, name: "peer=127.0.0.2:", words: words))
                strangers += crowd
            }
            // Whoever was let in is let go for saying nothing.
            for stranger in strangers { try await stranger.awaitEnd() }
            try await run.leastSteps()
            return refused
        }
    }
}
