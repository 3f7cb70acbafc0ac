import Synchronization

/// The entries about what has been read for one answer, on their way into the log while the answer is made. Whoever makes it
/// waits for them before anything is sent (`settle`): so the page need not wait twice.
public final class PendingReads: Sendable {
    @TaskLocal private static var current: PendingReads?

    private let commits = Mutex<[Task<Void, any Error>]>([])

    private init() {}

    /// Makes an answer. It is handed over only when every entry about what was read for it is in the log to stay, also where the
    /// making fails.
    ///
    /// - Throws: what the making throws, or the log.
    public static func settled<Answer: Sendable>(
        _ make: @Sendable () async throws -> Answer
    ) async throws -> Answer {
        let pending = PendingReads()
        let result: Result<Answer, any Error>
        do {
            result = .success(try await $current.withValue(pending) { try await make() })
        } catch {
            result = .failure(error)
        }
        for commit in pending.commits.withLock({ $0 }) { try await commit.value }
        return try result.get()
    }

    /// Commits at once; where an answer is being made, it goes on meanwhile.
    static func commit(_ record: @Sendable @escaping () async throws -> Void) async throws {
        guard let current else { return try await record() }
        let task = Task { try await record() }
        current.commits.withLock { $0.append(task) }
    }
}
