/// Memory of someone else, on a word, padded with zeros to whole words.
final class ForeignMemory: @unchecked Sendable {
    // Sendable: never changed after `init`.
    let bytes: UnsafeRawBufferPointer

    init(bytes source: [UInt8]) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: (source.count + 7) / 8 * 8, alignment: 64)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        memory.copyBytes(from: source)
        bytes = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(memory)[..<source.count])
    }

    deinit {
        bytes.deallocate()
    }
}
