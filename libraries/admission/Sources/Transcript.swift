/// What both sides have said in a handshake, which proofs and keys are made of.
///
/// Each nonce is fresh, so that no proof of another handshake fits; each proof names its side, so that none can be sent
/// back to the one who made it.
struct Transcript {
    let token: JoinToken
    let protection: Protection
    let applicantNonce: [UInt8]
    let gatekeeperNonce: [UInt8]
    /// What the protection below the handshake is known by at both ends; nothing where there is none.
    let binding: [UInt8]

    private var bytes: [UInt8] { [protection.rawValue] + applicantNonce + gatekeeperNonce + binding }

    var gatekeeperProof: [UInt8] { token.code("pangea join 2: gatekeeper's proof", bytes) }
    var applicantProof: [UInt8] { token.code("pangea join 2: applicant's proof", bytes) }

    var keys: SessionKeys {
        SessionKeys(
            toGatekeeper: token.code("pangea join 2: key towards the gatekeeper", bytes),
            toApplicant: token.code("pangea join 2: key towards the applicant", bytes))
    }
}

/// The keys of one session: another one in each direction, so that no record can be sent back to who made it.
struct SessionKeys: Equatable {
    let toGatekeeper: [UInt8]
    let toApplicant: [UInt8]
}
