public import Prevention
import SQL
import Store

/// What the screening meeting (*screeningsmøde*) goes through: first what will soon be deleted undecided, then what is new since a day,
/// open again, come back, or waits for a colleague's view, by family. Nobody is named, so nothing is logged; what is decided on the way stays in its place.
public struct ScreeningMeeting: Sendable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Will be deleted soon if nobody decides.
        case lapsing
        /// Found since.
        case new
        /// Decided on before, and triggered since.
        case again
        /// Open all the time, and triggered anew since.
        case renewed
        /// Its deferral is over.
        case returned
        /// A colleague's view is asked.
        case opinion
        /// Put off since.
        case deferred
        /// Decided on since.
        case decided
    }

    public let since: LocalDate
    public let families: [HitFamily]
    /// Of each hit.
    public let kinds: [Int64: Kind]
    /// The day on which a hit will be deleted, of those that are near it.
    public let lapsing: [Int64: LocalDate]

    /// The way through the list.
    public var walk: ScreeningWalk { ScreeningWalk(since: since, order: families.flatMap { $0.hits.map(\.id) }) }

    /// Hits that nobody has decided on or put off yet.
    public var waiting: Int { kinds.values.filter { $0 != .decided && $0 != .deferred }.count }
}

/// The way through the list of a meeting: which hit comes after which.
public struct ScreeningWalk: Sendable {
    public let since: LocalDate
    /// Hits, in the order of the list.
    public let order: [Int64]

    /// The hits before and after one in the list; `nil` where it is not in it.
    public func place(of hit: Int64) -> (number: Int, previous: Int64?, next: Int64?)? {
        guard let index = order.firstIndex(of: hit) else { return nil }
        return (index + 1, index > 0 ? order[index - 1] : nil, index + 1 < order.count ? order[index + 1] : nil)
    }
}

public struct ReadScreeningMeeting: Sendable {
    public let since: LocalDate

    /// - Parameter since: a week ago, where none was given.
    public init(since: LocalDate?, today: LocalDate) {
        self.since = min(since ?? today + -7, today)
    }

    public func callAsFunction(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> ScreeningMeeting {
        let now = office.now
        let lapse = try HitLapse(on: now.day, law: office.law)
        return try await office.database.read { db in
            let (hits, groups) = try load(lapse, now.day, db)
            let ids = hits.map(\.id)
            let decided = try HitStore.decided(ids, in: db)
            let waiting = try OpinionStore.waiting(in: db)
            let sight = try Sight(who.actor, at: now, in: db)
            let persons = try PersonStore.persons(hits.map(\.child), in: db).mapValues(sight.view)
            let byID = Dictionary(hits.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
            let lapsing = hits.filter { $0.state == .open && lapse.isNear($0) }.map { ($0.id, lapse.day(of: $0)) }
            let days = Dictionary(lapsing, uniquingKeysWith: { first, _ in first })
            let kinds = hits.map { hit in
                let (wasDecided, isAsked) = (decided.contains(hit.id), waiting.contains(hit.id))
                return (hit.id, days[hit.id] == nil ? kind(hit, wasDecided, isAsked, now.day) : .lapsing)
            }
            return ScreeningMeeting(
                since: since,
                families: groups.map { HitFamily($0.compactMap { byID[$0.id] }, persons, today: now.day) },
                kinds: Dictionary(kinds, uniquingKeysWith: { first, _ in first }), lapsing: days)
        }
    }

    /// The hits, and how they stand by family: families first in which one is near its deletion, and stays there once it is decided on.
    private func load(
        _ lapse: HitLapse, _ today: LocalDate, _ db: any Connection
    ) throws -> (hits: [StoredHit], groups: [[HitPlace]]) {
        let near = try HitStore.open(foundThrough: lapse.latestStart, in: db).filter(lapse.isNear)
        let all = try HitStore.meeting(since: since, today: today, and: near.map(\.id), in: db)
        let hits = all.filter(lapse.isNear) + all.filter { !lapse.isNear($0) }
        return (
            hits, HitFamilies.groups(hits.map(\.place), carers: try HitStore.carers(of: hits.map(\.id), in: db))
        )
    }

    /// The way through it alone.
    public func walk(_ who: Authorized<Acts.Screen>, in office: Office) async throws -> ScreeningWalk {
        let today = office.now.day
        let lapse = try HitLapse(on: today, law: office.law)
        return try await office.database.read { db in
            ScreeningWalk(since: since, order: try load(lapse, today, db).groups.flatMap { $0.map(\.id) })
        }
    }

    private func kind(
        _ hit: StoredHit, _ wasDecided: Bool, _ isAsked: Bool, _ today: LocalDate
    ) -> ScreeningMeeting.Kind {
        if hit.state != .open { return .decided }
        if isAsked { return .opinion }
        if hit.isDeferred(on: today) { return .deferred }
        if let until = hit.deferredUntil, until >= since { return .returned }
        if wasDecided { return .again }
        return hit.foundOn < since ? .renewed : .new
    }
}
