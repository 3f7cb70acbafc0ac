import Casework
import Logging
import Prevention
import Store

/// The run of Socialsøg that was started from the pages of this server: one at a time, beside the requests.
actor ScreeningDesk {
    enum State: Sendable {
        case none
        case running(by: String, since: Instant)
        case done(HitList.Replaced, warnings: Int, by: String, at: Instant)
        case failed(at: Instant)
    }

    private(set) var state = State.none
    private var task: Task<Void, Never>?

    /// Starts a run, unless one is going on.
    @discardableResult
    func start(_ who: Authorized<Acts.Screen>, in office: Office, logger: Logger) -> Bool {
        if case .running = state { return false }
        let name = who.actor.displayName
        state = .running(by: name, since: office.now)
        task = Task {
            do {
                let outcome = try await RunScreening(asOf: nil)(who, in: office)
                state = .done(
                    outcome.list ?? HitList.Replaced(), warnings: outcome.warnings, by: name, at: office.now)
            } catch {
                logger.failure("screening failed", error)
                state = .failed(at: office.now)
            }
        }
        return true
    }

    /// Waits for the run that is going on, if there is one.
    func finish() async {
        await task?.value
    }
}
