import Testing

/// What a run needs of memory and of the network: measured one after the other, and by `make e2e-test` while nothing
/// else runs.
@Suite(.serialized) enum Measured {}
