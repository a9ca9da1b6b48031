package import CapnProto
internal import Datasets
internal import Digests
internal import Learning
internal import Reduction
internal import Schemas
package import Transport

extension IncomingMessage {
    /// Reads a frame.
    ///
    /// Throws a `ProtocolFailure` for one that breaks its contract.
    package init(_ frame: IncomingFrame) throws {
        do {
            // The transport has bounded the bytes; few visits of each stop a small message from growing large.
            try self.init(frame.message(limits: ReadLimits(totalBytes: .max)), byteCount: frame.byteCount)
        } catch let error as WireError {
            throw ProtocolFailure(.malformed, "message: \(error)")
        }
    }

    /// Reads a message.
    ///
    /// Throws as `init(_:)` of a frame does.
    package init(_ reader: MessageReader, byteCount: Int = 0) throws {
        do {
            let message = try reader.root(as: Message.self)
            id = message.id
            inReplyTo = message.inReplyTo
            sender = try message.sender
            self.byteCount = byteCount
            payload = try Payload(message)
        } catch let error as WireError {
            throw ProtocolFailure(.malformed, "message: \(error)")
        }
    }

    /// Whether a frame is a heartbeat, which nobody above the transport needs to see.
    static func isHeartbeat(_ frame: IncomingFrame) -> Bool {
        guard let message = try? frame.message().root(as: Message.self), message.type == .heartbeat,
            case .heartbeat? = try? message.payload.which
        else { return false }
        return true
    }
}

extension Payload {
    fileprivate init(_ message: Message.Reader) throws {
        let type: MessageType
        switch try message.payload.which {
        case .hello(let hello):
            type = .hello
            let capabilities = try MachineCapabilities(hello.capabilities)
            self = .hello(
                PeerIdentity(role: hello.role, name: try hello.name, capabilities: capabilities),
                protocolVersion: hello.protocolVersion)
        case .welcome(let welcome):
            type = .welcome
            let capabilities = MachineCapabilities(cores: 0, memoryBytes: 0, processor: "", blasKernel: "")
            self = .welcome(
                PeerIdentity(role: welcome.role, name: try welcome.name, capabilities: capabilities),
                protocolVersion: welcome.protocolVersion,
                heartbeat: .milliseconds(Int(welcome.heartbeatMilliseconds)))
        case .run(let run):
            type = .run
            self = .run(try RunDescription(run))
        case .join(let join):
            type = .join
            self = .join(probe: try Digest(wire: join.probe, named: "probe"))
        case .joined(let joined):
            type = .joined
            self = .joined(lineage: try Digest(wire: joined.lineage, named: "lineage"))
        case .openDataset(let request):
            type = .openDataset
            let expected = try request.expectedDigest
            self = .openDataset(
                try Datasets.DataDescription(request.data),
                expected: expected.isEmpty ? nil : try Digest(wire: expected, named: "expectedDigest"))
        case .datasetOpened(let answer):
            type = .datasetOpened
            self = .datasetOpened(try Datasets.DatasetDescription(answer.dataset))
        case .batchRequest(let request):
            type = .batchRequest
            self = .batchRequest(try MicroBatchRequest(request))
        case .trainingBatch(let batch):
            type = .trainingBatch
            self = .trainingBatch(try MicroBatch(batch))
        case .lease(let lease):
            type = .lease
            self = .lease(try LeaseGrant(lease))
        case .credit(let credit):
            type = .credit
            let leases = Array(try credit.leases)
            guard credit.buckets > 0, !leases.isEmpty else {
                throw ProtocolFailure(
                    .malformed,
                    "credit: expected a lease and a bucket, got \(leases.count) leases and \(credit.buckets) buckets")
            }
            self = .credit(leases: leases, buckets: Int(credit.buckets))
        case .revoke(let revoke):
            type = .revoke
            self = .revoke(lease: revoke.lease, reason: try revoke.reason)
        case .gradientUpdate(let update):
            type = .gradientUpdate
            self = .gradientUpdate(
                NodePush(
                    lineage: try Digest(wire: update.lineage, named: "lineage"),
                    lease: update.lease, step: update.step,
                    leaves: try Leaves(wireFirst: update.first, end: update.end),
                    statistics: try Reduction.Statistics(update.statistics)),
                bucket: Int(update.bucket), gradient: try update.gradient.vector(of: .float32, named: "gradient"))
        case .evaluationResult(let result):
            type = .evaluationResult
            self = .evaluationResult(
                NodePush(
                    lineage: try Digest(wire: result.lineage, named: "lineage"),
                    lease: result.lease, step: result.step,
                    leaves: try Leaves(wireFirst: result.first, end: result.end),
                    statistics: try Reduction.Statistics(result.statistics)))
        case .parameters(let parameters):
            type = .parameters
            self = .parameters(
                lineage: try Digest(wire: parameters.lineage, named: "lineage"),
                step: parameters.step, bucket: Int(parameters.bucket),
                values: try parameters.values.vector(of: .float32, named: "parameters"))
        case .heartbeat:
            type = .heartbeat
            self = .heartbeat
        case .leave(let leave):
            type = .leave
            self = .leave(reason: try leave.reason)
        case .finish(let finish):
            type = .finish
            self = .finish(reason: try finish.reason, succeeded: finish.succeeded)
        case .failure(let failure):
            type = .failure
            self = .failure(ProtocolFailure(failure.code, try failure.message))
        case .unspecified, .unknown:
            throw ProtocolFailure(
                .malformed,
                "message: expected a payload of this protocol version, got number \(message.payload.discriminant)")
        }
        guard message.type == type else {
            throw ProtocolFailure(.malformed, "message: its type is \(message.type), its payload \(type)")
        }
    }
}

extension MachineCapabilities {
    fileprivate init(_ reader: Capabilities.Reader) throws(WireError) {
        self.init(
            cores: Int(reader.cores), memoryBytes: reader.memoryBytes,
            processor: try reader.processor, blasKernel: try reader.blasKernel)
    }
}

extension Digest {
    /// A digest that has to be one.
    init(wire data: DataReader, named name: String) throws(ProtocolFailure) {
        guard let digest = Digest(bytes: data.array()) else {
            throw ProtocolFailure(.malformed, "\(name): expected a digest of 32 bytes, got \(data.byteCount)")
        }
        self = digest
    }
}

extension Leaves {
    fileprivate init(wireFirst first: UInt32, end: UInt32) throws(ProtocolFailure) {
        guard let leaves = Leaves(first: Int(first), end: Int(end)) else {
            throw ProtocolFailure(.malformed, "expected at least one micro-batch, got [\(first), \(end))")
        }
        self = leaves
    }
}

extension Reduction.Statistics {
    fileprivate init(_ reader: Schemas.Statistics.Reader) {
        self.init(
            samples: reader.samples, lossSum: reader.lossSum, correct: reader.correct, ledger: reader.ledger,
            errorSum: reader.errorSum)
    }
}

extension LeaseGrant {
    fileprivate init(_ reader: Lease.Reader) throws(ProtocolFailure) {
        let phase: Phase
        switch reader.phase {
        case .training: phase = .training
        case .evaluation: phase = .evaluation
        default: throw ProtocolFailure(.malformed, "lease \(reader.id): unknown phase \(reader.phase)")
        }
        self.init(
            id: reader.id, phase: phase, step: reader.step,
            leaves: try Leaves(wireFirst: reader.first, end: reader.end),
            deadline: .milliseconds(Int(reader.deadlineMilliseconds)))
    }
}

extension MicroBatchRequest {
    fileprivate init(_ reader: BatchRequest.Reader) throws {
        let split: Datasets.Split
        switch reader.split {
        case .training: split = .training
        case .evaluation: split = .evaluation
        default: throw ProtocolFailure(.malformed, "batch request: unknown split \(reader.split)")
        }
        self.init(
            dataset: try Digest(wire: reader.dataset, named: "dataset"), split: split, seed: reader.seed,
            batch: Int(reader.batch), microBatch: Int(reader.microBatch), step: reader.step,
            index: Int(reader.index))
    }
}

extension RunDescription {
    fileprivate init(_ reader: Run.Reader) throws {
        let numerics = try reader.numerics
        self.init(
            name: try reader.name, seed: reader.seed,
            data: try Datasets.DataDescription(reader.data),
            dataset: try Datasets.DatasetDescription(reader.dataset),
            model: try NetworkDecoder.network(reader.model),
            numerics: Numerics(blasKernel: try numerics.blasKernel, blasThreads: Int(numerics.blasThreads)),
            batch: Int(reader.batch), microBatch: Int(reader.microBatch),
            evaluationBatch: Int(reader.evaluationBatch),
            bucketSizes: try reader.bucketSizes.map { try Int(wire: $0, named: "bucket size") })
    }
}
