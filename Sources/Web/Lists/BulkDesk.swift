import Casework
import Foundation
import Logging
import Prevention

/// What is being done to many cases just now, beside the requests that follow it.
actor BulkDesk {
    private let office: Office
    private let logger: Logger
    private var running: [Int64: Task<Void, Never>] = [:]

    init(office: Office, logger: Logger) {
        self.office = office
        self.logger = logger
    }

    func start(_ run: Int64, _ bulk: RunBulk, _ who: Authorized<Acts.WorkCases>) {
        let (office, logger) = (office, logger)
        running[run] = Task {
            do {
                try await bulk(run, who, in: office)
            } catch {
                logger.failure("what was to be done to many cases stopped", error)
            }
            forget(run)
        }
    }

    func isRunning(_ run: Int64) -> Bool { running[run] != nil }

    /// Returns when it has come to its end.
    func finished(_ run: Int64) async {
        await running[run]?.value
    }

    private func forget(_ run: Int64) {
        running[run] = nil
    }
}
