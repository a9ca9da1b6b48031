import Testing
import Transport

@Suite struct TransportLimitsTests {
    @Test(
        arguments: [
            (20_000, 4096, 1024), (4160, 4096, 1024), (1024, 960, 480), (256, 192, 96), (64, 1, 1), (0, 1, 1),
            (.max, 4096, 1024),
        ])
    func `there are no more connections than descriptors, and half of them from one address`(
        descriptors: Int, all: Int, fromOne: Int
    ) {
        let limits = TransportLimits().fitting(descriptors: descriptors)
        #expect(limits.maximumConnections == all)
        #expect(limits.maximumConnectionsPerAddress == fromOne)
    }
}
