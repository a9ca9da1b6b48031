// Compiled into one module with the runtime's sources, under libFuzzer and the address sanitizer: see `run` beside it.

/// Reads, copies, canonicalises, packs and unpacks whatever the fuzzer comes up with; a trap or a read out of bounds ends
/// it, and so does a round trip that changes something.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard count > 0 else { return 0 }
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    // The first byte chooses: a packed message or not.
    let isPacked = bytes[0] & 1 != 0
    let message = Array(bytes.dropFirst())
    let limits = ReadLimits(traversalWords: 1 << 14, totalBytes: 1 << 20)
    guard
        let reader = try? isPacked
            ? MessageReader(unpacking: message, limits: limits) : MessageReader(copying: message, limits: limits)
    else { return 0 }
    _ = try? reader.isCanonical
    _ = try? reader.root.totalSize
    walkTyped(reader)
    let copy = MessageBuilder(firstSegmentWordCount: 16)
    guard (try? copy.root.set(reader.root)) != nil else { return 0 }
    let outgoing = copy.finish()
    // What we wrote must be read, packed, and canonical where it says so.
    guard let again = try? MessageReader(unpacking: outgoing.packed(), limits: .trusted()),
        let size = try? again.root.totalSize, let first = try? outgoing.reader().root.totalSize
    else { fatalError("a copy that can't be read") }
    precondition(size == first, "packing changed the message")
    if let structure = try? again.root.rawStructure(), let canonical = try? AnyStruct(raw: structure).canonical() {
        precondition((try? canonical.reader().isCanonical) == true, "canonical form isn't canonical")
    }
    return 0
}

/// A struct of any schema.
private struct AnyStruct: CapnProtoStructReader {
    let raw: StructReader
}

/// Reads the root's pointers as every type that they may or may not be.
private func walkTyped(_ reader: MessageReader) {
    guard let root = try? reader.root.rawStructure() else { return }
    for index in 0..<min(Int(root.pointerCount), 16) {
        _ = try? root.text(at: index)
        _ = try? root.data(at: index).array()
        if let list = try? root.list(at: index, of: Bool.self) { for value in list.prefix(64) { _ = value } }
        if let list = try? root.list(at: index, of: UInt8.self) { for value in list.prefix(64) { _ = value } }
        if let list = try? root.list(at: index, of: Double.self) { for value in list.prefix(64) { _ = value } }
        if let list = try? root.list(at: index, of: CapnProtoText.self) {
            for value in list.prefix(64) { _ = try? value.value }
        }
        if let list = try? root.list(at: index, of: CapnProtoList<UInt16>.self) {
            for value in list.prefix(64) { _ = try? value.value.map { $0 } }
        }
    }
}
