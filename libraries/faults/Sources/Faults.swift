internal import Glibc
private import Synchronization

/// The failures that this process is armed with; none, unless the environment says so.
///
/// Where nothing is armed, reaching a point costs one branch that always goes the same way.
public enum Faults {
    /// What the process is armed with, nil where the variable isn't set or is empty.
    ///
    /// A plan that can't be understood arms nothing: ``checkEnvironment()`` has ended the service by then.
    private static let armed: Armoury? = (try? planned()).flatMap { $0 }.map(Armoury.init)

    /// The plan in the environment.
    ///
    /// To be asked for once, before the service begins.
    ///
    /// Throws where there is one that can't be understood.
    public static func checkEnvironment() throws(FaultPlanError) -> FaultPlan? { try planned() }

    /// Strikes where a failure is due: SIGKILL, or SIGSTOP and on.
    @inline(__always)
    public static func reach(_ point: FaultPoint, step: @autoclosure () -> UInt64) {
        guard armed != nil else { return }
        due(point, step: step())?.strike()
    }

    /// The failure that is due at a point, for those that take more than `reach`; each is due once.
    @inline(__always)
    public static func due(_ point: FaultPoint, step: @autoclosure () -> UInt64) -> Fault? {
        guard let armed else { return nil }
        return armed.take(point, step: step())
    }

    /// What everything at a point takes at least, nil where that isn't set; not used up by asking.
    @inline(__always)
    public static func pace(at point: FaultPoint) -> Duration? {
        guard let armed else { return nil }
        return armed.pace(at: point)
    }

    /// How everything at a point in a step is to be falsified, nil where it isn't; not used up by asking.
    @inline(__always)
    public static func alteration(at point: FaultPoint, step: @autoclosure () -> UInt64) -> FaultAction? {
        guard let armed else { return nil }
        return armed.alteration(at: point, step: step())
    }

    private static func planned() throws(FaultPlanError) -> FaultPlan? {
        guard let text = environment(FaultPlan.variable) else { return nil }
        return try FaultPlan(parsing: text)
    }

    /// A variable that is set and not empty.
    static func environment(_ name: String) -> String? {
        // The text is copied at once; nothing sets variables while a service starts.
        guard let value = unsafe getenv(name) else { return nil }
        let text = unsafe String(cString: value)
        return text.isEmpty ? nil : text
    }
}

extension Fault {
    /// Does to this process what the action says, as far as signals do it.
    ///
    /// Returns from `stop` when somebody sends SIGCONT; a cut and what is falsified are for the caller.
    public func strike() {
        switch action {
        case .kill:
            kill(getpid(), SIGKILL)
            // The signal comes at the latest when the system next lets this thread run.
            while true { pause() }
        // To this thread: another one that took the signal would stop this one a little later, behind the point.
        case .stop: raise(SIGSTOP)
        case .cut, .pause, .corrupt, .spoil: break
        }
    }
}

/// The failures that haven't struck yet.
private final class Armoury: Sendable {
    private let left: Mutex<[Fault]>
    private let paces: [FaultPoint: Duration]
    private let alterations: [Fault]

    init(_ plan: FaultPlan) {
        left = Mutex(plan.faults)
        alterations = plan.faults.filter { $0.action == .corrupt || $0.action == .spoil }
        paces = plan.faults.reduce(into: [:]) { paces, fault in
            if case .pause(let duration) = fault.action { paces[fault.point] = duration }
        }
    }

    func take(_ point: FaultPoint, step: UInt64) -> Fault? {
        left.withLock { left in
            left.firstIndex { $0.isDue(at: point, step: step) }.map { left.remove(at: $0) }
        }
    }

    func pace(at point: FaultPoint) -> Duration? { paces[point] }

    func alteration(at point: FaultPoint, step: UInt64) -> FaultAction? {
        alterations.first { $0.isDue(at: point, step: step) }?.action
    }
}
