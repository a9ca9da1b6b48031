/// Makes a memory plan: walks through forward and backward pass, notes when each tensor is used, then gives places.
struct MemoryPlanner {
    /// The most floats that a plan may ask for: 256 GiB.
    static let maximumCount = 1 << 36

    private struct Tensor {
        let perSample: Int
        let fixed: Int
        let from: Int
        var to: Int
    }

    /// A tensor by its number, or the features.
    fileprivate enum Value: Hashable {
        case features
        case tensor(Int)
    }

    fileprivate enum Forward {
        case layer(any Layer, input: Value, output: Int, kept: Int?, scratch: Int?)
        case add(left: Int, right: Value, target: Int)
    }

    fileprivate enum Backward {
        case layer(
            any Layer, outputGradient: Int, input: Value?, output: Int?, inputGradient: Int?, kept: Int?, scratch: Int?)
        case add(Int, to: Int)
        case copy(Int, to: Int)
    }

    /// What the forward pass leaves to the backward pass.
    fileprivate indirect enum Trace {
        case layer(any Layer, input: Value, output: Int, kept: Int?)
        case residual(body: [Trace], shortcut: [Trace])
    }

    private let samples: Int
    private var clock = 0
    private var tensors: [Tensor] = []
    /// What depends on no parameter: no gradient is asked for.
    private var constants: Set<Value> = [.features]
    private var forward: [Forward] = []
    private var backward: [Backward] = []

    private init(samples: Int) {
        self.samples = samples
    }

    /// The plan for batches of up to `samples`.
    ///
    /// Throws `invalidDescription` when that would take more than `maximumCount` floats.
    static func plan(_ network: Network, samples: Int) throws(LearningError) -> MemoryPlan {
        try checkSize(network, samples: samples)
        var planner = MemoryPlanner(samples: samples)
        let (trace, output) = planner.forward(network.nodes, .features)
        guard case .tensor(let logits) = output else { preconditionFailure("a network has at least one layer") }
        // The loss reads the logits and writes their gradient.
        planner.clock += 1
        planner.touch(logits)
        let gradient = planner.make(perSample: network.outputShape.reduce(1, *))
        _ = planner.backward(trace, gradient, isReadAgain: false)
        return planner.place(logits: logits, gradient: gradient)
    }

    private static func checkSize(_ network: Network, samples: Int) throws(LearningError) {
        // In Double nothing overflows.
        let count = network.nodes.layers.reduce(0.0) { sum, layer in
            let needs = layer.needs
            let perSample =
                Double(layer.inputCount) + 2 * Double(layer.outputCount) + Double(needs.kept)
                + Double(needs.scratchPerSample)
            return sum + perSample * Double(samples) + Double(needs.fixedScratch)
        }
        guard count <= Double(maximumCount) else {
            throw .invalidDescription(
                key: "microBatch", expected: "at most \(maximumCount) floats of activations",
                got: "\(count) for \(samples) samples")
        }
    }
}

extension MemoryPlanner {
    private mutating func make(perSample: Int, fixed: Int = 0) -> Int {
        tensors.append(Tensor(perSample: perSample, fixed: fixed, from: clock, to: clock))
        return tensors.count - 1
    }

    private mutating func makeIfAny(perSample: Int, fixed: Int = 0) -> Int? {
        perSample + fixed > 0 ? make(perSample: perSample, fixed: fixed) : nil
    }

    private mutating func touch(_ tensor: Int?) {
        if let tensor { tensors[tensor].to = clock }
    }

    private mutating func touch(_ value: Value?) {
        if case .tensor(let tensor) = value { touch(tensor) }
    }

    private mutating func forward(_ nodes: [Network.Node], _ input: Value) -> ([Trace], Value) {
        var value = input
        var trace: [Trace] = []
        for node in nodes {
            switch node {
            case .layer(let layer):
                let (step, output) = forward(layer, value)
                trace.append(step)
                value = .tensor(output)
            case .residual(let body, let shortcut):
                let (step, output) = residual(body, shortcut, value)
                trace.append(step)
                value = .tensor(output)
            }
        }
        return (trace, value)
    }

    private mutating func forward(_ layer: any Layer, _ input: Value) -> (Trace, Int) {
        clock += 1
        touch(input)
        let needs = layer.needs
        let output = make(perSample: layer.outputCount)
        let kept = makeIfAny(perSample: needs.kept)
        let scratch = makeIfAny(perSample: needs.scratchPerSample, fixed: needs.fixedScratch)
        if constants.contains(input) && !layer.hasParameters { constants.insert(.tensor(output)) }
        forward.append(.layer(layer, input: input, output: output, kept: kept, scratch: scratch))
        return (.layer(layer, input: input, output: output, kept: kept), output)
    }

    private mutating func residual(
        _ body: [Network.Node], _ shortcut: [Network.Node], _ input: Value
    ) -> (Trace, Int) {
        let (shortcutTrace, right) = forward(shortcut, input)
        let (bodyTrace, left) = forward(body, input)
        guard case .tensor(let sum) = left else { preconditionFailure("a body has at least one layer") }
        clock += 1
        touch(sum)
        touch(right)
        // The sum takes the place of the body's output, unless that one's own backward pass reads it.
        let target = bodyTrace.readsOutput ? make(perSample: tensors[sum].perSample) : sum
        if constants.isSuperset(of: [left, right]) { constants.insert(.tensor(target)) }
        forward.append(.add(left: sum, right: right, target: target))
        return (.residual(body: bodyTrace, shortcut: shortcutTrace), target)
    }

    /// Goes back through `trace` and returns the gradient with respect to its input, unless that is constant.
    ///
    /// Where `isReadAgain`, the gradient must be as it is afterwards.
    private mutating func backward(_ trace: [Trace], _ gradient: Int, isReadAgain: Bool) -> Int? {
        var gradient = gradient
        for (index, step) in trace.enumerated().reversed() {
            let keep = isReadAgain && index == trace.count - 1
            let before: Int?
            switch step {
            case .layer(let layer, let input, let output, let kept):
                before = backward(layer, input, output, kept, gradient, isReadAgain: keep)
            case .residual(let body, let shortcut):
                before = residual(body, shortcut, gradient, isReadAgain: keep)
            }
            guard let before else { return nil }
            gradient = before
        }
        return gradient
    }

    private mutating func backward(
        _ layer: any Layer, _ input: Value, _ output: Int, _ kept: Int?, _ gradient: Int, isReadAgain: Bool
    ) -> Int? {
        let needs = layer.needs
        var gradient = gradient
        if isReadAgain && needs.overwritesOutputGradient { gradient = copy(gradient) }
        clock += 1
        touch(gradient)
        touch(kept)
        if needs.input { touch(input) }
        if needs.output { touch(output) }
        let scratch = makeIfAny(perSample: needs.scratchPerSample, fixed: needs.fixedScratch)
        let inputGradient = constants.contains(input) ? nil : make(perSample: layer.inputCount)
        backward.append(
            .layer(
                layer, outputGradient: gradient, input: needs.input ? input : nil, output: needs.output ? output : nil,
                inputGradient: inputGradient, kept: kept, scratch: scratch))
        return inputGradient
    }

    private mutating func residual(
        _ body: [Trace], _ shortcut: [Trace], _ gradient: Int, isReadAgain: Bool
    ) -> Int? {
        let bodyGradient = backward(body, gradient, isReadAgain: true)
        guard !shortcut.isEmpty else {
            guard let bodyGradient else { return nil }
            return add(gradient, to: bodyGradient)
        }
        let shortcutGradient = backward(shortcut, gradient, isReadAgain: isReadAgain)
        guard let bodyGradient, let shortcutGradient else { return nil }
        return add(shortcutGradient, to: bodyGradient)
    }

    private mutating func add(_ other: Int, to target: Int) -> Int {
        clock += 1
        touch(other)
        touch(target)
        backward.append(.add(other, to: target))
        return target
    }

    private mutating func copy(_ gradient: Int) -> Int {
        clock += 1
        touch(gradient)
        let copied = make(perSample: tensors[gradient].perSample)
        backward.append(.copy(gradient, to: copied))
        return copied
    }
}

extension MemoryPlanner {
    /// Gives each tensor a place: the largest first, each at the lowest offset that is free during its life.
    private func place(logits: Int, gradient: Int) -> MemoryPlan {
        let sizes = tensors.map { ($0.perSample * samples + $0.fixed + 15) / 16 * 16 }
        var offsets = [Int](repeating: 0, count: tensors.count)
        var placed: [Int] = []
        for index in tensors.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) }) {
            let neighbours = placed.filter {
                tensors[$0].from <= tensors[index].to && tensors[index].from <= tensors[$0].to
            }
            for other in neighbours.sorted(by: { offsets[$0] < offsets[$1] }) {
                if offsets[index] + sizes[index] <= offsets[other] { break }
                offsets[index] = max(offsets[index], offsets[other] + sizes[other])
            }
            placed.append(index)
        }
        let slots = tensors.indices.map {
            MemoryPlan.Slot(offset: offsets[$0], perSample: tensors[$0].perSample, fixed: tensors[$0].fixed)
        }
        return MemoryPlan(
            forward: forward.map { $0.placed(slots) }, backward: backward.map { $0.placed(slots) },
            output: slots[logits], outputGradient: slots[gradient],
            count: zip(offsets, sizes).map { $0 + $1 }.max() ?? 0,
            lifetimes: zip(slots, tensors).map { ($0, $1.from, $1.to) }, maximumSamples: samples)
    }
}

extension MemoryPlanner.Value {
    fileprivate func placed(_ slots: [MemoryPlan.Slot]) -> MemoryPlan.Source {
        switch self {
        case .features: .features
        case .tensor(let index): .slot(slots[index])
        }
    }
}

extension MemoryPlanner.Forward {
    fileprivate func placed(_ slots: [MemoryPlan.Slot]) -> MemoryPlan.ForwardStep {
        switch self {
        case .layer(let layer, let input, let output, let kept, let scratch):
            .layer(
                layer, input: input.placed(slots), output: slots[output],
                kept: kept.map { slots[$0] } ?? .nothing, scratch: scratch.map { slots[$0] } ?? .nothing)
        case .add(let left, let right, let target):
            .add(left: slots[left], right: right.placed(slots), target: slots[target])
        }
    }
}

extension MemoryPlanner.Backward {
    fileprivate func placed(_ slots: [MemoryPlan.Slot]) -> MemoryPlan.BackwardStep {
        switch self {
        case .layer(let layer, let outputGradient, let input, let output, let inputGradient, let kept, let scratch):
            .layer(
                layer, outputGradient: slots[outputGradient], input: input?.placed(slots),
                output: output.map { slots[$0] }, inputGradient: inputGradient.map { slots[$0] },
                kept: kept.map { slots[$0] } ?? .nothing, scratch: scratch.map { slots[$0] } ?? .nothing)
        case .add(let other, let target): .add(slots[other], to: slots[target])
        case .copy(let other, let target): .copy(slots[other], to: slots[target])
        }
    }
}

extension [MemoryPlanner.Trace] {
    /// Whether the last layer's backward pass reads what that layer wrote.
    fileprivate var readsOutput: Bool {
        switch last {
        case .layer(let layer, _, _, _): layer.needs.output
        case .residual(let body, _): body.readsOutput
        case nil: false
        }
    }
}
