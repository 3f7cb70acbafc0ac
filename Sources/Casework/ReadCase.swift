import Handbook
public import Prevention
import SQL
public import Store

/// A case with all that its page shows.
public struct CaseView: Sendable {
    public let opened: OpenedCase
    public let clocks: [ClockReading]
    /// The steps that the actor may take from here.
    public let steps: [Transition]
    /// What the actor may record now.
    public let entries: [EntryKind]
    /// All that happened to it, newest first.
    public let items: [HistoryItem]
    /// Row id of the event that the actor may take back now; `nil` where there is none.
    public let undoable: Int64?
    /// Open tasks, the first due first.
    public let tasks: [StoredTask]
    /// Ids of those that lie with somebody who cannot open the case any more.
    public let stranded: Set<Int64>
    /// Cases that it is tied to and that the actor may open.
    public let relations: [StoredRelation]
    /// Account names that it can be handed to.
    public let accounts: [Account]
    /// Suggestions, and what was taken to a leader.
    public let watch: CaseWatch

    /// What was changed, without its events and ties.
    public var history: [ChangeLog.Entry] {
        items.compactMap { item in
            if case .change(let entry) = item.what { return entry }
            return nil
        }
    }

    public var row: CaseRow { opened.row }
    public var file: CaseFile { opened.file }
    public var events: [StoredEvent] { opened.events }
    public var persons: [Int64: PersonView] { opened.persons }
    /// Whether the actor may pause its clocks, hand it over and add parties.
    public var mayHandle: Bool { opened.mayHandle }

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
        try await office.reading(case: id, as: who) { db, opened in
            let (row, programme) = (opened.row, opened.file.programme)
            let tasks = opened.shown(try TaskStore.tasks(of: id, in: db), to: who.actor).filter { $0.state == .open }
            let reach = try tasks.isEmpty ? nil : TaskReach(office, in: db)
            return CaseView(
                opened: opened,
                clocks: try Engine.clocks(of: opened.file, now: office.now, law: office.law),
                steps: programme.transitions(from: Stage(row.stage)).filter {
                    !$0.isOwnAct && who.actor.holds(any: $0.by)
                },
                entries: programme.entries.filter {
                    $0.isOpen(on: opened.file) && who.actor.holds(any: $0.by)
                },
                items: opened.shown(try CaseHistory.items(of: id, scope: who.scope, in: db)),
                undoable: try Undo.event(
                    among: opened.events, of: programme, by: who.actor, now: office.now, law: office.law)?.id,
                tasks: tasks,
                stranded: Set(tasks.filter { reach?.isStranded($0, row) ?? false }.map(\.id)),
                relations: opened.shown(try RelationStore.relations(of: id, scope: who.scope, in: db)).filter {
                    $0.removal == nil
                },
                accounts: try owners(of: programme, row, office, in: db),
                watch: try CaseWatch(opened, office, in: db))
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
            && CaseScope(of: self, in: programme).contains(
                programme, municipality: row.municipality, stage: Stage(row.stage), owner: name)
    }
}
