import Casework
import Logging
import Prevention

/// The back-tests that were started from the pages of this server, each beside the requests; one of a draft at a time.
actor BackTestDesk {
    enum State: Sendable {
        /// Nothing goes on; what there is to see is stored with the draft.
        case idle
        case running
        case failed
    }

    private var states: [Int64: State] = [:]
    private var tasks: [Int64: Task<Void, Never>] = [:]

    func state(of draft: Int64) -> State {
        states[draft] ?? .idle
    }

    /// Starts one, unless one of the draft is going on.
    func start(
        _ test: BackTestRule, of draft: Int64, _ who: Authorized<Acts.EditRules>, in office: Office, logger: Logger
    ) {
        if case .running = state(of: draft) { return }
        states[draft] = .running
        tasks[draft] = Task {
            do {
                try await test(draft: draft, who, in: office)
                states[draft] = .idle
            } catch {
                logger.failure("back-test failed", error)
                states[draft] = .failed
            }
            tasks[draft] = nil
        }
    }

    /// Waits for the one of a draft that is going on.
    func finish(_ draft: Int64) async {
        await tasks[draft]?.value
    }
}
