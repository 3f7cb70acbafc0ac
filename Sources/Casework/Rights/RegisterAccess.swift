public import Prevention
import SQL
public import Store

/// Finds the one person who asks, by row id, CPR number or the source's id. Logged before it is known whether there is one.
public struct IdentifyAsking: Sendable {
    public let text: String

    public init(_ text: String) {
        self.text = text
    }

    /// - Throws: `Refused` where there is none, or the text may mean several.
    public func callAsFunction(_ who: Authorized<Acts.GiveAccess>, in office: Office) async throws -> Int64 {
        let found = try await office.database.write { db in
            let now = office.now
            let found = try PersonRecords.identified(by: text, keys: office.keys, in: db)
            let read = found.map { LedgerEntry(.read, .person, id: $0, reason: "access", words: text) }
            try office.ledger.record(
                [LedgerEntry(.search, .person, id: nil, reason: "access", words: text)] + read, by: who.actor, at: now,
                in: db)
            return found
        }
        guard let only = found.first else { throw Refused("unknown-person", ["value": text]) }
        guard found.count == 1 else { throw Refused("several-persons", ["value": text]) }
        return only
    }
}

/// Puts a request for access into the register, with the day by which it is to be answered.
public struct RegisterAccess: Sendable {
    public let person: Int64
    public let requestedBy: String
    public let receivedOn: LocalDate

    public init(_ person: Int64, requestedBy: String, receivedOn: LocalDate) {
        self.person = person
        self.requestedBy = requestedBy
        self.receivedOn = receivedOn
    }

    /// - Throws: `Refused` where nobody is said to ask, or the day is to come.
    public func callAsFunction(_ who: Authorized<Acts.GiveAccess>, in office: Office) async throws -> Int64 {
        try await office.writing(as: who.actor) { db, sight in
            try sight.checkKin([person])
            return try run(who, office, db)
        }
    }

    func run(_ who: Authorized<Acts.GiveAccess>, _ office: Office, _ db: any Connection) throws -> Int64 {
        let now = office.now
        var refusals: [Refusal] = []
        if requestedBy.isEmpty { refusals.append(Refusal("access-requested-by")) }
        if receivedOn > now.day { refusals.append(Refusal("in-future", ["at": receivedOn.danish])) }
        guard refusals.isEmpty else { throw Refused(refusals) }
        guard try PersonStore.person(person, in: db) != nil else { throw NotFound() }
        let due = try office.law.rule("access.answer", on: receivedOn).end(from: receivedOn)
        let id = try RequestStore.add(
            person: person, requestedBy: requestedBy, receivedOn: receivedOn, dueOn: due, by: who.actor, at: now, in: db
        )
        try office.ledger.record(
            .collect, .person, id: person, reason: "access request \(id)", words: requestedBy, by: who.actor, at: now,
            in: db)
        return id
    }
}

/// A request with who it is about.
public struct AccessLine: Sendable, Hashable {
    public let request: AccessRequest
    public let person: PersonView
}

/// The register: open requests, the one that is due first first, and the latest answered ones.
public struct ListAccess: Sendable {
    public static let mostAnswered = 100

    public init() {}

    public func callAsFunction(_ who: Authorized<Acts.GiveAccess>, in office: Office) async throws -> [AccessLine] {
        try await office.reading(as: who.actor) { db, sight in
            let requests =
                (try RequestStore.open(in: db)
                + RequestStore.answered(limit: ListAccess.mostAnswered, in: db)).filter { !sight.isKin($0.person) }
            let persons = try PersonStore.persons(requests.map(\.person), in: db)
            let lines = requests.compactMap { request in
                persons[request.person].map { AccessLine(request: request, person: sight.view($0)) }
            }
            return (
                lines, persons.keys.sorted().map { LedgerEntry(.read, .person, id: $0, reason: "access register") }
            )
        }
    }
}

/// The name of the person for whom a request is written; logged. Somebody protected is not named: a number is enough here.
public struct NameAsking: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    public func callAsFunction(_ who: Authorized<Acts.GiveAccess>, in office: Office) async throws -> PersonView {
        try await office.reading(as: who.actor) { db, sight in
            guard let person = try PersonStore.person(id, in: db) else { throw NotFound() }
            try sight.checkKin([id])
            return (sight.view(person), [LedgerEntry(.read, .person, id: id, reason: "access")])
        }
    }
}
