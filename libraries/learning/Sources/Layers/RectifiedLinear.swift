/// max(x, 0) of each lane.
///
/// NaN stays NaN, so that a diverged model shows.
@inline(__always)
package func rectify(_ x: Lanes) -> Lanes {
    x.replacing(with: 0, where: x .< 0)
}

/// Takes the gradient back through ReLU, in place: 0 where the layer's output is 0.
///
/// `output` is what the layer gave and `gradient` that of the loss with respect to it, of the same size.
package func rectifyBackward(output: Span<Float>, gradient: inout MutableSpan<Float>) {
    precondition(output.count == gradient.count)
    var index = 0
    while index &+ 8 <= output.count {
        let passed = gradient.lanes(at: index).replacing(with: 0, where: output.lanes(at: index) .<= 0)
        gradient.store(passed, at: index)
        index &+= 8
    }
    while index < output.count {
        if output[index] <= 0 { gradient[index] = 0 }
        index &+= 1
    }
}
