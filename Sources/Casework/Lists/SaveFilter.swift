public import Prevention
import SQL
public import Store

/// The saved filters that somebody can open: their own, then those that others of their authority share.
public struct ReadFilters: Sendable {
    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> [SavedFilter] {
        try await office.database.read { db in try SavedFilterStore.filters(of: who.actor, in: db) }
    }
}

/// Keeps a list under a name, renames one, or puts another list in its place. No person is named in a filter.
public struct SaveFilter: Sendable {
    /// The longest name of a filter.
    public static let longestName = 60
    /// As many as one person keeps.
    public static let most = 50

    public enum Target: Sendable, Hashable {
        case new
        /// Another list under the name and the place that it has.
        case replace(Int64)
        /// Another name, or shared otherwise.
        case rename(Int64, revision: Int)
    }

    public let target: Target
    public let name: String
    /// What the address says after `?`; not used when renaming.
    public let query: String
    public let isShared: Bool

    public init(_ target: Target, name: String, query: String, isShared: Bool) {
        self.target = target
        self.name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        self.query = query
        self.isShared = isShared
    }

    /// - Throws: `Refused` with `filter-name-empty`, `filter-name-long`, `filter-name-taken`, `filters-full` or
    ///   `changed-meanwhile`; `NotFound` for one that is not the actor's own.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> Int64 {
        let now = office.now
        return try await office.database.write { db in
            switch target {
            case .new:
                try check(who.actor, except: nil, in: db)
                let own = try SavedFilterStore.filters(of: who.actor, in: db).filter { $0.account == who.actor.name }
                guard own.count < SaveFilter.most else {
                    throw Refused("filters-full", ["most": String(SaveFilter.most)])
                }
                return try SavedFilterStore.add(
                    name, query: query, isShared: isShared, by: who.actor, at: now, in: db)
            case .replace(let id):
                let old = try own(id, who.actor, in: db)
                guard
                    try SavedFilterStore.change(
                        id, name: old.name, query: query, isShared: old.isShared, revision: old.revision, at: now,
                        in: db)
                else { throw Refused("changed-meanwhile") }
                return id
            case .rename(let id, let revision):
                let old = try own(id, who.actor, in: db)
                try check(who.actor, except: id, in: db)
                guard
                    try SavedFilterStore.change(
                        id, name: name, query: old.query, isShared: isShared, revision: revision, at: now, in: db)
                else { throw Refused("changed-meanwhile") }
                return id
            }
        }
    }

    private func check(_ actor: Actor, except id: Int64?, in db: any Connection) throws {
        guard !name.isEmpty else { throw Refused("filter-name-empty") }
        guard name.count <= SaveFilter.longestName else {
            throw Refused("filter-name-long", ["most": String(SaveFilter.longestName), "count": String(name.count)])
        }
        guard try !SavedFilterStore.isTaken(name, by: actor.name, except: id, in: db) else {
            throw Refused("filter-name-taken", ["value": name])
        }
    }

    private func own(_ id: Int64, _ actor: Actor, in db: any Connection) throws -> SavedFilter {
        guard let found = try SavedFilterStore.filter(id, in: db), found.account == actor.name, !found.isDeleted else {
            throw NotFound()
        }
        return found
    }
}

/// Takes a saved filter away, or brings it back where it stood.
public struct RemoveFilter: Sendable {
    /// So long it can be brought back.
    private static let hours = 24

    public let id: Int64
    public let isRestoring: Bool

    public init(_ id: Int64, restoring: Bool = false) {
        self.id = id
        isRestoring = restoring
    }

    /// - Throws: `NotFound` for one that is not the actor's own; `Refused("filter-name-taken")` where another has its name by
    ///   now.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let now = office.now
        try await office.database.write { db in
            guard let found = try SavedFilterStore.filter(id, in: db), found.account == who.actor.name else {
                throw NotFound()
            }
            if isRestoring {
                guard try !SavedFilterStore.isTaken(found.name, by: who.actor.name, except: id, in: db) else {
                    throw Refused("filter-name-taken", ["value": found.name])
                }
            } else {
                try SavedFilterStore.forget(before: now.adding(hours: -RemoveFilter.hours), in: db)
            }
            try SavedFilterStore.setDeleted(id, at: isRestoring ? nil : now, in: db)
        }
    }
}
