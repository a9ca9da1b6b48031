/// What an input of the fuzzer says: what it is for, how its bytes are cut on their way, and the bytes.
struct FuzzInput {
    /// What is to read the bytes.
    enum Subject: UInt8, CaseIterable {
        case frames, gatekeeper, applicant, forgedRecords, changedRecords, certificates
    }

    let subject: Subject
    /// For whatever the subject has to be told.
    let choice: UInt16
    let cuts: Cuts
    let bytes: [UInt8]

    /// Reads an input; nil where it is too short.
    ///
    /// That is subject (1), choice (2), number of cuts (1), the cuts, the bytes.
    init?(_ input: [UInt8]) {
        guard input.count >= 4 else { return nil }
        let subjects = Subject.allCases
        subject = subjects[Int(input[0]) % subjects.count]
        choice = UInt16(input[1]) | UInt16(input[2]) << 8
        let cutCount = min(Int(input[3] % 16), input.count - 4)
        cuts = Cuts(lengths: Array(input[4..<4 + cutCount]))
        bytes = Array(input[(4 + cutCount)...])
    }

    /// The input that is read as this.
    static func bytes(_ subject: Subject, choice: UInt16 = 0, cuts: [UInt8] = [], _ bytes: [UInt8]) -> [UInt8] {
        [subject.rawValue, UInt8(choice & 0xff), UInt8(choice >> 8), UInt8(cuts.count)] + cuts + bytes
    }
}

/// Where bytes are cut on their way: in pieces of these lengths, over and over.
struct Cuts {
    /// Up to 199 a length in bytes, less one; from there on in quarters of a KiB.
    let lengths: [UInt8]

    func pieces(of bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        guard !lengths.isEmpty else { return [bytes[...]] }
        var pieces: [ArraySlice<UInt8>] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let length = Int(lengths[pieces.count % lengths.count])
            let piece = rest.prefix(length < 200 ? length + 1 : (length - 199) * 256)
            rest = rest.dropFirst(piece.count)
            pieces.append(piece)
        }
        return pieces
    }
}
