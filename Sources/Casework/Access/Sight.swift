import Prevention
import SQL
import Store

/// What somebody may see of persons at this moment: whom they may know of at all, whose protection is lifted for them, and
/// whom they may not look up because it is they themselves or their own family.
struct Sight: Sendable {
    let actor: Actor
    private let scope: PersonScope
    /// Protected persons for whom a need is recorded; `nil` = all of them, in an emergency.
    private let lifted: Set<Int64>?
    /// All records of each, since lists and old papers name the record that something was said of.
    private let kin: Set<Int64>

    init(_ actor: Actor, at now: Instant, in db: any Connection) throws {
        self.actor = actor
        scope = PersonScope(of: actor)
        let hasEmergency = actor.emergency != nil && actor.may(.breakGlass)
        lifted = hasEmergency ? nil : try ProtectionNeedStore.persons(of: actor.name, at: now, in: db)
        kin =
            try actor.person.map {
                try IdentityStore.records(ofAny: PersonStore.household(of: $0, in: db).members, in: db)
            } ?? []
    }

    /// Whether names of protected persons may be searched for.
    var findsProtected: Bool { lifted == nil }

    /// Incidents of the register are the police's.
    var seesIncidents: Bool { scope == .everybody }

    func view(_ person: Person) -> PersonView {
        PersonView(person, isMasked: isMasked(person))
    }

    /// Whether name, address and municipality are hidden.
    func isMasked(_ person: Person) -> Bool {
        person.isProtected && !(lifted?.contains(person.id) ?? true)
    }

    func isKin(_ person: Int64) -> Bool {
        kin.contains(person)
    }

    /// Those of `persons` that the actor may know of; the others are not there.
    func within(_ persons: [Int64], in db: any Connection) throws -> Set<Int64> {
        if scope == .everybody { return Set(persons) }
        return Set(
            try db.fetch("SELECT p.id FROM person p WHERE p.id IN \(list: persons) AND \(scope.condition)") {
                $0.int64(0)
            })
    }

    func search(_ text: String, keys: KeyRing, limit: Int, in db: any Connection) throws -> [Person] {
        try PersonStore.search(
            text, scope: scope, findProtected: findsProtected, keys: keys, limit: limit + kin.count, in: db
        )
        .filter { !isKin($0.id) }.prefix(limit).map { $0 }
    }

    /// - Throws: `OwnFamily` where one of them is the actor or of their family.
    func checkKin(_ persons: some Sequence<Int64>) throws {
        let own = persons.filter { isKin($0) }
        if !own.isEmpty { throw OwnFamily(persons: own) }
    }
}

/// Somebody has tried to look up themselves or their family (*egen familie*): refused, and written in the log. A colleague
/// takes such a case (forvaltningsloven § 3, stk. 1: inhabilitet).
struct OwnFamily: Error {
    let persons: [Int64]
}

extension Office {
    /// Reads as `reading(by:)`, with what the actor may see. A try at one's own family is logged, then refused.
    ///
    /// - Throws: `Refused("own-family")`.
    func reading<Value: Sendable>(
        as actor: Actor, _ body: @Sendable @escaping (any Connection, Sight) throws -> (Value, [LedgerEntry])
    ) async throws -> Value {
        let now = now
        let result: Result<Value, Refused> = try await reading(by: actor) { db in
            do {
                let (value, entries) = try body(db, try Sight(actor, at: now, in: db))
                return (.success(value), entries)
            } catch let own as OwnFamily {
                return (.failure(Refused("own-family")), Office.tries(own))
            }
        }
        return try result.get()
    }

    /// Writes as `database.write`, with what the actor may see. A try at one's own family changes nothing, and is logged.
    ///
    /// - Throws: `Refused("own-family")`; `Refused("no-law")` where law.yaml has no rule for the day of the case.
    func writing<Value: Sendable>(
        as actor: Actor, _ body: @Sendable @escaping (any Connection, Sight) throws -> Value
    ) async throws -> Value {
        let now = now
        do {
            return try await database.write { db in try body(db, try Sight(actor, at: now, in: db)) }
        } catch let own as OwnFamily {
            try await database.write { db in try ledger.record(Office.tries(own), by: actor, at: now, in: db) }
            throw Refused("own-family")
        } catch let missing as LawBook.MissingRule {
            throw Refused("no-law", ["at": missing.day.danish])
        }
    }

    /// How a try at one's own family stands in the log.
    static let ownFamilyTry = "refused own-family"

    private static func tries(_ own: OwnFamily) -> [LedgerEntry] {
        own.persons.map { LedgerEntry(.read, .person, id: $0, reason: ownFamilyTry) }
    }
}
