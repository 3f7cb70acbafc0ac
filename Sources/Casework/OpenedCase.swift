public import Prevention
import SQL
public import Store

/// A case that somebody has opened, or opened a part of: its notes, its tasks, its documents.
public struct OpenedCase: Sendable {
    public let row: CaseRow
    public let file: CaseFile
    public let events: [StoredEvent]
    /// Those who take part in it, as the reader may see them.
    public let persons: [Int64: PersonView]
    /// Whether the reader may not learn who takes part in it. Then nothing is shown that others have written on it either: it
    /// may name anybody.
    let isUnnamed: Bool
    /// Whether what was shared in it rests on retsplejeloven § 115: no page of it is printed without saying so.
    public let isUnderSection115: Bool
    /// Whether the reader's role takes steps in its programme.
    public let mayHandle: Bool

    public var id: Int64 { row.id }
    public var isSealed: Bool { file.programme.isSealed }

    /// What others have written on it, as far as the reader may see it.
    func shown<Text>(_ texts: [Text]) -> [Text] {
        isUnnamed ? [] : texts
    }

    /// Its tasks, or those of the reader, which somebody has given them.
    func shown(_ tasks: [StoredTask], to reader: Actor) -> [StoredTask] {
        isUnnamed ? tasks.filter { $0.owner == reader.name } : tasks
    }

    /// What happened to it, or only its steps.
    func shown(_ items: [HistoryItem]) -> [HistoryItem] {
        isUnnamed ? items.filter { $0.kind == .step } : items
    }

    /// That somebody has read it, and of everybody in it.
    var readEntries: [LedgerEntry] {
        [LedgerEntry(.read, .caseFile, id: id, reason: row.number, isSealed: isSealed)]
            + persons.keys.sorted().map {
                LedgerEntry(.read, .person, id: $0, reason: row.number, isSealed: isSealed)
            }
    }

    /// - Throws: `NotFound` outside the actor's scope; `OwnFamily`.
    init(_ id: Int64, _ who: Authorized<Acts.WorkCases>, _ sight: Sight, in db: any Connection) throws {
        guard let (row, file, events) = try CaseStore.load(id, scope: who.scope, in: db) else { throw NotFound() }
        let parties = file.parties.map(\.person)
        try sight.checkKin(parties)
        self.row = row
        self.file = file
        self.events = events
        let isUnnamed = file.programme.hidesPersons(of: file, from: who.actor)
        self.isUnnamed = isUnnamed
        persons = try PersonStore.persons(parties, in: db).mapValues {
            isUnnamed ? PersonView($0, isMasked: true, isUnnamed: true) : sight.view($0)
        }
        isUnderSection115 = try DisclosureStore.isUnderSection115(id, file.programme, in: db)
        mayHandle = file.programme.isHandled(by: who.actor)
    }
}

extension CaseFile {
    /// - Throws: `Refused` with what must not stand in a reason, a message, a title or a note about it.
    func check(_ texts: [String], _ law: LawBook) throws {
        let found = try Engine.problems(saying: texts, about: self, law: law)
        guard found.isEmpty else { throw Refused(found) }
    }
}

extension Office {
    /// Reads a case, or something that belongs to it; logged for the case and for every person in it before anything is
    /// shown.
    ///
    /// - Throws: `NotFound` outside the actor's scope.
    func reading<Value: Sendable>(
        case id: Int64, as who: Authorized<Acts.WorkCases>,
        _ body: @Sendable @escaping (any Connection, OpenedCase) throws -> Value
    ) async throws -> Value {
        try await reading(as: who.actor) { db, sight in
            let opened = try OpenedCase(id, who, sight, in: db)
            return (try body(db, opened), opened.readEntries)
        }
    }

    /// Changes something that belongs to a case and that whoever may open it may change, if `body` says so; `body` writes the
    /// log.
    ///
    /// - Throws: `NotFound` outside the actor's scope.
    func changing<Value: Sendable>(
        case id: Int64, as who: Authorized<Acts.WorkCases>,
        _ body: @Sendable @escaping (any Connection, OpenedCase) throws -> Value
    ) async throws -> Value {
        try await writing(as: who.actor) { db, sight in try body(db, try OpenedCase(id, who, sight, in: db)) }
    }

    /// Changes something that belongs to a case, if the actor's role takes steps in its programme; `body` writes the log.
    ///
    /// - Throws: `NotFound` outside the actor's scope; `Refused("not-your-programme")`.
    func writing<Value: Sendable>(
        case id: Int64, as who: Authorized<Acts.WorkCases>,
        _ body: @Sendable @escaping (any Connection, OpenedCase) throws -> Value
    ) async throws -> Value {
        try await writing(as: who.actor) { db, sight in
            let opened = try OpenedCase(id, who, sight, in: db)
            guard opened.mayHandle else { throw Refused("not-your-programme") }
            return try body(db, opened)
        }
    }
}
