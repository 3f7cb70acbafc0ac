import Handbook
public import Prevention
import SQL
public import Store

extension Authorized where Permitted == Acts.NameLeaders {
    /// The programmes for which the actor may name leaders: the sealed ones within their team alone, the others elsewhere.
    public var programmes: [Programme] {
        let isTeam = actor.may(.workSealed)
        let isOthers = actor.holds(any: [.leader, .administrator])
        return Catalogue.all.filter { $0.isSealed ? isTeam : isOthers }
    }

    /// Whether they may name leaders for all programmes at once.
    public var mayNameForAll: Bool { actor.holds(any: [.leader, .administrator]) }
}

/// Names the account that overdue clocks are taken to, for a programme or all of them, at a place or in the whole district;
/// or nobody any longer.
public struct NameLeader: Sendable {
    /// Code; empty for every programme.
    public let programme: String
    /// Code of a municipality or of a unit of the police; empty for the whole district.
    public let place: String
    /// Account name; empty for nobody.
    public let account: String
    /// Account that the user has seen is named there and is to be replaced; empty where none was seen.
    public let replaces: String

    public init(programme: String, place: String, account: String, replaces: String = "") {
        self.replaces = replaces
        self.programme = programme
        self.place = place
        self.account = account
    }

    /// - Throws: `Refused`: `leader-programme` where there is none, or the actor may not know of it; `leader-place`,
    ///   `leader-account`, `leader-cannot-open`; `leader-replaces` where somebody else is named there than `replaces` says.
    public func callAsFunction(_ who: Authorized<Acts.NameLeaders>, in office: Office) async throws {
        let found = who.programmes.first { $0.code == programme }
        guard found != nil || (programme.isEmpty && who.mayNameForAll) else {
            throw Refused("leader-programme")
        }
        guard place.isEmpty || office.leaderPlaces.contains(place) else { throw Refused("leader-place") }
        let now = office.now
        let isSealed = found?.isSealed ?? false
        try await office.database.write { db in
            var id: Int64?
            if !account.isEmpty {
                guard let stored = try AccountStore.account(named: account, in: db) else {
                    throw Refused("leader-account", ["value": account])
                }
                let scope = CaseScope(of: office.handbook.placed(stored.actor))
                let opens = found.map { scope.contains($0) } ?? !scope.programmes.isEmpty
                guard opens else { throw Refused("leader-cannot-open", ["value": stored.actor.displayName]) }
                let named = try LeaderStore.current(in: db).first { $0.programme == programme && $0.place == place }
                if let named = named?.account.actor, named.name != account, named.name != replaces {
                    throw Refused(
                        "leader-replaces",
                        ["old": named.displayName, "account": named.name, "value": stored.actor.displayName])
                }
                id = stored.id
            }
            try LeaderStore.set(id, programme: programme, place: place, by: who.actor, at: now, in: db)
            let words = ["leader", programme.isEmpty ? "all" : programme, place.isEmpty ? "district" : place]
            try office.ledger.record(
                [
                    LedgerEntry(
                        .account, .account, id: id,
                        reason: (words + [account.isEmpty ? "none" : account]).joined(separator: " "),
                        isSealed: isSealed)
                ], by: who.actor, at: now, in: db)
        }
    }
}

/// Who is named, and who was.
public struct Leaders: Sendable {
    public let current: [StoredLeader]
    public let former: [StoredLeader]
    /// Who can be named: accounts that work with cases.
    public let accounts: [Actor]
}

public struct ReadLeaders: Sendable {
    public init() {}

    /// What the actor may know of: nothing of sealed programmes outside their team.
    public func callAsFunction(_ who: Authorized<Acts.NameLeaders>, in office: Office) async throws -> Leaders {
        let programmes = who.programmes
        let known = Set(programmes.map(\.code) + (who.mayNameForAll ? [""] : []))
        return try await office.database.read { db in
            let accounts = try AccountStore.accounts(in: db).map { office.handbook.placed($0.actor) }.filter { actor in
                let scope = CaseScope(of: actor)
                return programmes.contains { scope.contains($0) }
            }
            return Leaders(
                current: try LeaderStore.current(in: db).filter { known.contains($0.programme) },
                former: try LeaderStore.former(limit: 200, in: db).filter { known.contains($0.programme) },
                accounts: accounts)
        }
    }
}

extension Office {
    /// Codes of the places that a leader may be named for beside the district: the sectors of the police, and the own
    /// municipalities.
    public var leaderPlaces: [String] {
        let sectors = handbook.authority("police")?.authority.units.filter { !$0.municipalities.isEmpty } ?? []
        return sectors.map(\.code) + handbook.municipalities.filter(\.isOwn).map(\.code).sorted()
    }
}

/// Finds whom an overdue clock is taken to: the nearest named leader who can open the case. The programme's own leader of the
/// municipality, of the sector, of the district; then the leader for all programmes, in the same order.
struct LeaderChain {
    private let leaders: [StoredLeader]
    private let handbook: Handbook
    private let sectors: [Authority.Unit]

    init(_ office: Office, in db: any Connection) throws {
        leaders = try LeaderStore.current(in: db)
        handbook = office.handbook
        sectors = office.handbook.authority("police")?.authority.units ?? []
    }

    /// Nearest first.
    func nearest(_ programme: Programme, _ municipality: String) -> [StoredLeader] {
        var places = municipality.isEmpty ? [] : [municipality]
        places += sectors.filter { $0.municipalities.contains(municipality) }.map(\.code) + [""]
        return [programme.code, ""].flatMap { code in
            places.compactMap { place in leaders.first { $0.programme == code && $0.place == place } }
        }
    }

    /// - Returns: `nil` where nobody is named who can open the case; with the account names of those passed over.
    func leader(
        for stored: DeadlineStore.Stored, at now: Instant, in db: any Connection
    ) throws -> (leader: StoredLeader, passedOver: [String])? {
        var passedOver: [String] = []
        for leader in nearest(stored.file.programme, stored.file.municipality) {
            if try opens(leader, stored, at: now, in: db) { return (leader, passedOver) }
            passedOver.append(leader.account.actor.name)
        }
        return nil
    }

    /// The leader; of what another authority has not opened, where no leader can be told, whoever sent it: it is never left to
    /// nobody.
    func recipient(
        for stored: DeadlineStore.Stored, at now: Instant, in db: any Connection
    ) throws -> (account: StoredAccount, passedOver: [String])? {
        if let found = try leader(for: stored, at: now, in: db) { return (found.leader.account, found.passedOver) }
        guard stored.file.programme.goesToAddress, stored.file.stage == stored.file.programme.firstStage else {
            return nil
        }
        let passedOver = nearest(stored.file.programme, stored.file.municipality).map(\.account.actor.name)
        for name in try ConcernStore.followers(of: stored.file.id, in: db) {
            // By number and clock alone, so wherever their sector lies.
            guard let account = try AccountStore.account(named: name, in: db),
                try !isKin(account, stored, at: now, in: db)
            else { continue }
            return (account, passedOver)
        }
        return nil
    }

    private func opens(
        _ leader: StoredLeader, _ stored: DeadlineStore.Stored, at now: Instant, in db: any Connection
    ) throws -> Bool {
        try !leader.isClosed && opens(leader.account, stored, at: now, in: db)
    }

    private func opens(
        _ account: StoredAccount, _ stored: DeadlineStore.Stored, at now: Instant, in db: any Connection
    ) throws -> Bool {
        let file = stored.file
        let actor = handbook.placed(account.actor)
        guard let stage = file.stage,
            CaseScope(of: actor).contains(
                file.programme, municipality: file.municipality, stage: stage, owner: stored.owner)
        else { return false }
        return try !isKin(account, stored, at: now, in: db)
    }

    /// Nobody is told of a case in their own family.
    private func isKin(
        _ account: StoredAccount, _ stored: DeadlineStore.Stored, at now: Instant, in db: any Connection
    ) throws -> Bool {
        let sight = try Sight(handbook.placed(account.actor), at: now, in: db)
        return stored.file.parties.contains { sight.isKin($0.person) }
    }
}
