import Casework
import Logging
import Prevention

/// The deletions that were started from the pages of this server, beside the requests. One that stops is started again and
/// goes on where it was.
actor DeletionDesk {
    private var running: [Int64: Task<Void, Never>] = [:]

    func isRunning(_ id: Int64) -> Bool {
        running[id] != nil
    }

    /// Starts it, unless it is going on.
    func start(_ id: Int64, _ who: Authorized<Acts.ManageRetention>, in office: Office, logger: Logger) {
        guard running[id] == nil else { return }
        running[id] = Task {
            do {
                try await RunDeletion(id)(who, in: office)
            } catch {
                logger.failure("deletion failed", error)
            }
            running[id] = nil
        }
    }
}
