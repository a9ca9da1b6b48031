package import CapnProto
internal import Datasets
internal import Digests
internal import Learning
internal import Reduction
internal import Schemas

extension Payload {
    /// The message that says this, ready to be sent.
    ///
    /// Memory of tensors is adopted, not copied.
    ///
    /// Throws what Cap'n Proto can't hold: texts and tensors beyond 512 MiB.
    package func message(id: UInt64, inReplyTo: UInt64 = 0, sender: String) throws -> OutgoingMessage {
        let builder = MessageBuilder(firstSegmentWordCount: 128)
        let message = try builder.initRoot(as: Message.self)
        message.id = id
        message.inReplyTo = inReplyTo
        try message.setSender(sender)
        message.type = try write(into: message.payload)
        return builder.finish()
    }

    private func write(into payload: Message.Payload.Builder) throws -> MessageType {
        switch self {
        case .hello(let identity, let protocolVersion):
            let hello = try payload.initHello()
            hello.protocolVersion = protocolVersion
            hello.role = identity.role
            try hello.setName(identity.name)
            try hello.initCapabilities().write(identity.capabilities)
            return .hello
        case .welcome(let identity, let protocolVersion, let heartbeat):
            let welcome = try payload.initWelcome()
            welcome.protocolVersion = protocolVersion
            welcome.role = identity.role
            try welcome.setName(identity.name)
            welcome.heartbeatMilliseconds = heartbeat.wholeMilliseconds
            return .welcome
        case .run(let run):
            try payload.initRun().write(run)
            return .run
        case .join(let probe):
            try payload.initJoin().setProbe(probe.bytes)
            return .join
        case .joined(let lineage):
            try payload.initJoined().setLineage(lineage.bytes)
            return .joined
        case .openDataset(let data, let expected):
            let request = try payload.initOpenDataset()
            try request.initData().write(data)
            if let expected { try request.setExpectedDigest(expected.bytes) }
            return .openDataset
        case .datasetOpened(let dataset):
            try payload.initDatasetOpened().initDataset().write(dataset)
            return .datasetOpened
        case .batchRequest(let request):
            try payload.initBatchRequest().write(request)
            return .batchRequest
        case .trainingBatch(let batch):
            try payload.initTrainingBatch().write(batch)
            return .trainingBatch
        case .lease(let lease):
            try payload.initLease().write(lease)
            return .lease
        case .credit(let leases, let buckets):
            let credit = try payload.initCredit()
            try credit.setLeases(leases)
            credit.buckets = UInt32(clamping: buckets)
            return .credit
        case .revoke(let lease, let reason):
            let revoke = try payload.initRevoke()
            revoke.lease = lease
            try revoke.setReason(reason)
            return .revoke
        case .gradientUpdate(let push, let bucket, let gradient):
            let update = try payload.initGradientUpdate()
            try update.setLineage(push.lineage.bytes)
            update.lease = push.lease
            update.step = push.step
            update.bucket = UInt32(clamping: bucket)
            update.first = UInt32(clamping: push.leaves.first)
            update.end = UInt32(clamping: push.leaves.end)
            try update.initStatistics().write(push.statistics)
            try update.initGradient().adopt(gradient, as: .float32, shape: [gradient.count])
            return .gradientUpdate
        case .evaluationResult(let push):
            let result = try payload.initEvaluationResult()
            try result.setLineage(push.lineage.bytes)
            result.lease = push.lease
            result.step = push.step
            result.first = UInt32(clamping: push.leaves.first)
            result.end = UInt32(clamping: push.leaves.end)
            try result.initStatistics().write(push.statistics)
            return .evaluationResult
        case .parameters(let lineage, let step, let bucket, let values):
            let parameters = try payload.initParameters()
            try parameters.setLineage(lineage.bytes)
            parameters.step = step
            parameters.bucket = UInt32(clamping: bucket)
            try parameters.initValues().adopt(values, as: .float32, shape: [values.count])
            return .parameters
        case .heartbeat:
            _ = try payload.initHeartbeat()
            return .heartbeat
        case .leave(let reason):
            try payload.initLeave().setReason(reason)
            return .leave
        case .finish(let reason, let succeeded):
            let finish = try payload.initFinish()
            try finish.setReason(reason)
            finish.succeeded = succeeded
            return .finish
        case .failure(let failure):
            let message = try payload.initFailure()
            message.code = failure.code
            try message.setMessage(failure.message)
            return .failure
        }
    }
}

extension Capabilities.Builder {
    fileprivate func write(_ capabilities: MachineCapabilities) throws(WireError) {
        cores = UInt32(clamping: capabilities.cores)
        memoryBytes = capabilities.memoryBytes
        try setProcessor(capabilities.processor)
        try setBlasKernel(capabilities.blasKernel)
    }
}

extension Run.Builder {
    fileprivate func write(_ run: RunDescription) throws {
        try setName(run.name)
        seed = run.seed
        try initData().write(run.data)
        try initDataset().write(run.dataset)
        try initModel().write(run.model)
        let numerics = try initNumerics()
        try numerics.setBlasKernel(run.numerics.blasKernel)
        numerics.blasThreads = UInt32(clamping: run.numerics.blasThreads)
        batch = UInt32(clamping: run.batch)
        microBatch = UInt32(clamping: run.microBatch)
        evaluationBatch = UInt32(clamping: run.evaluationBatch)
        try setBucketSizes(run.bucketSizes.map { UInt64($0) })
    }
}

extension BatchRequest.Builder {
    fileprivate func write(_ request: MicroBatchRequest) throws(WireError) {
        try setDataset(request.dataset.bytes)
        split = request.split == .training ? .training : .evaluation
        seed = request.seed
        batch = UInt32(clamping: request.batch)
        microBatch = UInt32(clamping: request.microBatch)
        step = request.step
        index = UInt32(clamping: request.index)
    }
}

extension Lease.Builder {
    fileprivate func write(_ lease: LeaseGrant) {
        id = lease.id
        phase = lease.phase == .training ? .training : .evaluation
        step = lease.step
        first = UInt32(clamping: lease.leaves.first)
        end = UInt32(clamping: lease.leaves.end)
        deadlineMilliseconds = lease.deadline.wholeMilliseconds
    }
}

extension Schemas.Statistics.Builder {
    fileprivate func write(_ statistics: Reduction.Statistics) {
        samples = statistics.samples
        lossSum = statistics.lossSum
        correct = statistics.correct
        ledger = statistics.ledger
        errorSum = statistics.errorSum
    }
}

extension Duration {
    /// Rounded down, and to the range of the wire's field.
    fileprivate var wholeMilliseconds: UInt32 {
        UInt32(clamping: Int64(components.seconds) * 1000 + components.attoseconds / 1_000_000_000_000_000)
    }
}
