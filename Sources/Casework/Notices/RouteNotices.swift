import Handbook
public import Prevention
import SQL
import Store

/// Lets unopened notices follow families that have moved within the district. Done after every import and by the serving
/// process; one that somebody has opened is handed over by them (``HandOverNotice``).
public struct RouteNotices: Sendable {
    static let portion = 200
    private static let seconds = 600

    public init() {}

    func isDue(_ office: Office, in db: any Connection) throws -> Bool {
        guard let last = try ChoreStore.last("notices", in: db) else { return true }
        return last.at.adding(seconds: RouteNotices.seconds) <= office.now
    }

    /// - Parameter actor: whoever runs it, as logged.
    /// - Returns: how many were moved.
    @discardableResult
    public func callAsFunction(by actor: Actor, in office: Office) async throws -> Int {
        var moved = 0
        var last: Int64 = 0
        while true {
            try Task.checkCancellation()
            let from = last
            let done = try await office.database.write { db in try portion(after: from, by: actor, office, db) }
            moved += done.count
            guard done.count == RouteNotices.portion, let end = done.last else { break }
            last = end
        }
        try await office.database.write { db in try ChoreStore.done("notices", mark: "", at: office.now, in: db) }
        return moved
    }

    /// The same where nobody waits for an answer: at the end of an import, on its own thread.
    @discardableResult
    public func blocking(by actor: Actor, in office: Office) throws -> Int {
        var moved = 0
        var last: Int64 = 0
        while true {
            let from = last
            let done = try office.database.blockingWrite { db in try portion(after: from, by: actor, office, db) }
            moved += done.count
            guard done.count == RouteNotices.portion, let end = done.last else { return moved }
            last = end
        }
    }

    /// - Returns: the ids of those moved.
    private func portion(
        after last: Int64, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> [Int64] {
        let found = try ConcernStore.moved(
            to: office.handbook.ownMunicipalities, after: last, limit: RouteNotices.portion, in: db)
        for (id, home) in found {
            guard let row = try ConcernStore.row(id, in: db), let file = try ConcernStore.file(id, in: db) else {
                continue
            }
            try NoticeSending.sendOn(row, file, to: home, .moved, by: actor, office, db)
        }
        return found.map(\.id)
    }
}
