import Handbook
public import Prevention
import SQL
public import Store

/// A case with all that its page shows.
public struct CaseView: Sendable {
    public let row: CaseRow
    public let file: CaseFile
    public let events: [StoredEvent]
    public let persons: [Int64: PersonView]
    public let clocks: [ClockReading]
    /// The steps that the actor may take from here.
    public let steps: [Transition]
    /// What the actor may record now.
    public let entries: [EntryKind]
    /// Whether the actor may pause its clocks, hand it over and add parties.
    public let mayHandle: Bool
    public let history: [ChangeLog.Entry]
    /// Account names that it can be handed to.
    public let accounts: [Account]

    public struct Account: Sendable, Hashable {
        public let name: String
        public let displayName: String
    }
}

/// Opens a case to read; logged for the case and for every person in it before anything is shown.
public struct ReadCase: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> CaseView {
        try await office.reading(as: who.actor) { db, sight in
            guard let (row, file, events) = try CaseStore.load(id, scope: who.scope, in: db) else { throw NotFound() }
            let now = office.now
            try sight.checkKin(file.parties.map(\.person))
            let persons = try PersonStore.persons(file.parties.map(\.person), in: db)
            let isSealed = file.programme.isSealed
            let entries =
                [LedgerEntry(.read, .caseFile, id: id, reason: row.number, isSealed: isSealed)]
                + persons.keys.sorted().map {
                    LedgerEntry(.read, .person, id: $0, reason: row.number, isSealed: isSealed)
                }
            let view = CaseView(
                row: row, file: file, events: events, persons: persons.mapValues(sight.view),
                clocks: try Engine.clocks(of: file, now: now, law: office.law),
                steps: file.programme.transitions(from: Stage(row.stage)).filter { who.actor.holds(any: $0.by) },
                entries: file.programme.entries.filter {
                    $0.during.contains(Stage(row.stage)) && who.actor.holds(any: $0.by)
                },
                mayHandle: file.programme.isHandled(by: who.actor),
                history: try ChangeLog.entries(of: .caseFile, id: id, in: db),
                accounts: try owners(of: file.programme, row, office, in: db))
            return (view, entries)
        }
    }

    /// Those whom the case can be handed to.
    private func owners(
        of programme: Programme, _ row: CaseRow, _ office: Office, in db: any Connection
    ) throws -> [CaseView.Account] {
        try AccountStore.accounts(in: db).map { office.handbook.placed($0.actor) }
            .filter { $0.mayOwn(programme, row) }
            .map { CaseView.Account(name: $0.name, displayName: $0.displayName) }
    }
}

extension Actor {
    /// A case is handed only to somebody who can then open it and work in it.
    func mayOwn(_ programme: Programme, _ row: CaseRow) -> Bool {
        programme.isHandled(by: self)
            && CaseScope(of: self).contains(
                programme, municipality: row.municipality, stage: Stage(row.stage), owner: name)
    }
}
