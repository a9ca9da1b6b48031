internal import Admission
private import CapnProto
private import Foundation

/// What the fuzzer begins with: what our own code says.
enum Seeds {
    /// Writes them to a folder, and says whether it could.
    static func write(to folder: String) -> Bool {
        all.allSatisfy { name, bytes in
            FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: Data(bytes))
        }
    }

    private static var all: [(name: String, bytes: [UInt8])] {
        let (applicant, gatekeeper, _, _) = Honest.handshake
        let frames = [1, 3, 40].flatMap { frame(textCount: $0) }
        let records = RecordCheck.seal([frames[..<8], frames[8..<100], frames[100...]]).flatMap { $0 }
        var seeds = [
            ("frames", FuzzInput.bytes(.frames, choice: 4095, frames)),
            ("frames-cut", FuzzInput.bytes(.frames, choice: 4095, cuts: [0, 6, 2], frames)),
            ("frames-announced", FuzzInput.bytes(.frames, choice: 4095, [0, 0, 0, 0, 0, 2, 0, 0])),
            ("gatekeeper", FuzzInput.bytes(.gatekeeper, applicant)),
            ("gatekeeper-cut", FuzzInput.bytes(.gatekeeper, cuts: [40, 3], applicant + frames)),
            ("applicant", FuzzInput.bytes(.applicant, gatekeeper)),
            ("applicant-cut", FuzzInput.bytes(.applicant, cuts: [72, 1, 20], gatekeeper + frames)),
            ("records", FuzzInput.bytes(.forgedRecords, records)),
            ("records-cut", FuzzInput.bytes(.forgedRecords, cuts: [3, 30, 1], records)),
            ("records-whole", FuzzInput.bytes(.changedRecords, cuts: [7, 99], frames)),
            ("records-changed", FuzzInput.bytes(.changedRecords, choice: 77, cuts: [20, 50], frames)),
        ]
        seeds += (1...5).map { kind in
            ("kind-\(kind)", FuzzInput.bytes(.gatekeeper, Array("PANGEA\0\u{2}".utf8) + [kind] + [1]))
        }
        return seeds + certificates
    }

    /// A message of so many texts, in more than one segment where they are many.
    private static func frame(textCount: Int) -> [UInt8] {
        let message = MessageBuilder(firstSegmentWordCount: 2)
        guard (try? message.root.setList((0..<textCount).map { "text \($0)" })) != nil else {
            fatalError("no seed of \(textCount) texts")
        }
        return message.finish().serialized()
    }

    private static var certificates: [(name: String, bytes: [UInt8])] {
        let now = Date()
        guard let (issuer, own) = try? CertificateIssuer.make(named: "authority", from: now, until: now + 86_400),
            let node = try? issuer.issue(
                to: "trainer-1", for: ["trainer", "10.0.0.2"], on: [.dialling], from: now, until: now + 86_400)
        else { fatalError("no certificates") }
        return [
            ("certificate", FuzzInput.bytes(.certificates, node.certificate.der)),
            ("certificates", FuzzInput.bytes(.certificates, node.pem + own.pem)),
        ]
    }
}
