/// The raw numbers of a file: (rows, width), row-major.
///
/// Raw numbers are kept as they came, and scaled and standardised only when a batch is gathered: bytes take a
/// quarter of the memory that float32 takes, and as gathering has to read and write every number anyway, the
/// arithmetic on the way is free beside the memory traffic.
struct FeatureMatrix: Sendable {
    enum Storage: Sendable {
        /// The numbers begin at `offset`; the file's header before them is kept rather than copied around.
        case bytes([UInt8], offset: Int)
        case floats([Float])
    }

    let storage: Storage
    let rowCount: Int
    let width: Int

    /// `storage` must hold `rowCount` times `width` numbers.
    init(_ storage: Storage, _ rowCount: Int, _ width: Int) {
        self.storage = storage
        self.rowCount = rowCount
        self.width = width
    }

    func raw(_ index: Int) -> Float {
        switch storage {
        case .bytes(let bytes, let offset): Float(bytes[offset + index])
        case .floats(let floats): floats[index]
        }
    }
}
