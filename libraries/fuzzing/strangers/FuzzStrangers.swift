// Compiled into one module with what Transport reads a stranger's bytes with, under libFuzzer and the address sanitizer: see
// `build` beside it.

private import Glibc

/// Gives whatever the fuzzer comes up with to what reads a peer's bytes before anything else does: the handshake of either
/// side, sealed records, frames, certificates.
///
/// A trap or a read out of bounds ends it. So does a result that depends on how the bytes were cut on their way, an admission
/// or a record that no honest peer would have brought about, and anything that comes behind an error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int32 {
    guard let input = unsafe FuzzInput(Array(UnsafeBufferPointer(start: start, count: count))) else { return 0 }
    switch input.subject {
    case .frames: FrameCheck(limitBytes: FrameCheck.limitBytes(input.choice)).hold(input.bytes, cut: input.cuts)
    case .gatekeeper: HandshakeCheck.holdGatekeeper(input.bytes, cut: input.cuts)
    case .applicant: HandshakeCheck.holdApplicant(input.bytes, cut: input.cuts)
    case .forgedRecords: RecordCheck.holdForged(input.bytes, cut: input.cuts)
    case .changedRecords: RecordCheck.holdChanged(input.bytes, cut: input.cuts, choice: input.choice)
    case .certificates: CertificateCheck.hold(input.bytes)
    }
    return 0
}

/// Where the environment names a folder for them, writes seeds and ends.
@_cdecl("LLVMFuzzerInitialize")
public func initialiseFuzzing(
    _ count: UnsafeMutableRawPointer, _ arguments: UnsafeMutableRawPointer
) -> Int32 {
    guard let folder = unsafe getenv("FUZZING_SEEDS_FOLDER") else { return 0 }
    exit(unsafe Seeds.write(to: String(cString: folder)) ? 0 : 1)
}
