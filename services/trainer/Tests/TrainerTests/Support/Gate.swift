/// Holds whoever comes until it is opened.
actor Gate {
    private var isOpen = false
    private var isReached = false
    private var held: [CheckedContinuation<Void, Never>] = []
    private var watching: [CheckedContinuation<Void, Never>] = []

    /// Waits until the gate is opened.
    func wait() async {
        isReached = true
        for watcher in watching { watcher.resume() }
        watching = []
        guard !isOpen else { return }
        await withCheckedContinuation { held.append($0) }
    }

    /// Waits until somebody has come.
    func reached() async {
        guard !isReached else { return }
        await withCheckedContinuation { watching.append($0) }
    }

    /// Lets all through, those that come later too.
    func open() {
        isOpen = true
        for waiter in held { waiter.resume() }
        held = []
    }
}
