// Compiled into one module with the runtime's sources and what is generated from everything.capnp, under libFuzzer and the
// address sanitizer: see `build` beside it.

/// Reads, copies, canonicalises, packs, unpacks and prints whatever the fuzzer comes up with, as a message, a text, JSON or a
/// schema; a trap or a read out of bounds ends it, and so does a round trip that changes something.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard count > 0 else { return 0 }
    let bytes = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    // The first byte chooses what the rest is.
    let rest = Array(bytes.dropFirst())
    switch bytes[0] {
    case 2: fuzzText(String(decoding: rest, as: UTF8.self))
    case 3: fuzzJSON(String(decoding: rest, as: UTF8.self))
    case 4: fuzzSchema(rest)
    default: fuzzMessage(rest, isPacked: bytes[0] & 1 != 0)
    }
    return 0
}

private func fuzzMessage(_ message: [UInt8], isPacked: Bool) {
    let limits = ReadLimits(traversalWords: 1 << 14, totalBytes: 1 << 20)
    guard
        let reader = try? isPacked
            ? MessageReader(unpacking: message, limits: limits) : MessageReader(copying: message, limits: limits)
    else { return }
    _ = try? reader.isCanonical
    _ = try? reader.root.totalSize
    walkTyped(reader)
    let copy = MessageBuilder(firstSegmentWordCount: 16)
    guard (try? copy.root.set(reader.root)) != nil else { return }
    let outgoing = copy.finish()
    // What we wrote must be read, packed, and canonical where it says so.
    guard let again = try? MessageReader(unpacking: outgoing.packed(), limits: .trusted()),
        let size = try? again.root.totalSize, let first = try? outgoing.reader().root.totalSize
    else { fatalError("a copy that can't be read") }
    precondition(size == first, "packing changed the message")
    if let structure = try? again.root.rawStructure(), let canonical = try? AnyStruct(raw: structure).canonical() {
        precondition((try? canonical.reader().isCanonical) == true, "canonical form isn't canonical")
    }
    fuzzForms(of: again)
}

/// Prints a message, and reads what was printed.
private func fuzzForms(of message: MessageReader) {
    guard let everything = try? message.root(as: Everything.self) else { return }
    _ = everything.description
    for isPretty in [false, true] {
        if let text = try? everything.textForm(pretty: isPretty), !text.contains("<opaque pointer>") {
            let target = MessageBuilder()
            precondition((try? target.initRoot(as: Everything.self).fill(fromTextForm: text)) != nil, text)
        }
        if let json = try? everything.jsonForm(pretty: isPretty) {
            let target = MessageBuilder()
            precondition((try? target.initRoot(as: Everything.self).fill(fromJSON: json)) != nil, json)
            let reread = try? target.finish().reader().root(as: Everything.self).jsonForm(pretty: isPretty)
            precondition(reread == json, json)
        }
    }
}

private func fuzzText(_ text: String) {
    let message = MessageBuilder()
    guard (try? message.initRoot(as: Everything.self).fill(fromTextForm: text)) != nil else { return }
    guard let reader = try? message.finish().reader() else { fatalError("a filled message that can't be read") }
    fuzzForms(of: reader)
}

private func fuzzJSON(_ json: String) {
    let message = MessageBuilder()
    guard (try? message.initRoot(as: Everything.self).fill(fromJSON: json)) != nil else { return }
    guard let reader = try? message.finish().reader() else { fatalError("a filled message that can't be read") }
    fuzzForms(of: reader)
}

/// Prints and fills an empty struct of a schema that may be anything.
private func fuzzSchema(_ request: [UInt8]) {
    let limits = ReadLimits(traversalWords: 1 << 14, totalBytes: 1 << 20)
    guard let message = try? MessageReader(copying: request, limits: limits),
        let set = try? SchemaSet(request: message), let schema = try? set.structure(named: "Fuzzed")
    else { return }
    let target = MessageBuilder()
    guard let structure = try? target.initRoot(of: schema) else { return }
    _ = try? schema.fill(
        structure, fromTextForm: "(a = 1, b = [(a = 2)], c = (d = \"x\"), e = 0x\"00\", f = true, g = ())")
    _ = try? schema.fill(
        structure, fromJSON: #"{"a": 1, "b": [{"a": 2}], "c": {"d": "x"}, "e": [0], "f": true, "g": {}}"#)
    guard let root = try? target.finish().reader().root.rawStructure() else { return }
    _ = try? schema.textForm(of: root, pretty: true)
    _ = try? schema.jsonForm(of: root, pretty: true)
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
