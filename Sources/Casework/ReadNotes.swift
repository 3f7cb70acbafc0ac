public import Prevention
import SQL
public import Store

/// The notes of a case.
public struct NotesView: Sendable {
    public let opened: OpenedCase
    /// Newest first.
    public let notes: [StoredNote]
    /// All that happened to notes of the case, newest first.
    public let history: [HistoryItem]
}

/// Reads the notes of a case; logged like the case.
public struct ReadNotes: Sendable {
    public let id: Int64

    public init(of id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> NotesView {
        try await office.reading(case: id, as: who) { db, opened in
            NotesView(
                opened: opened, notes: try NoteStore.notes(of: id, in: db),
                history: try CaseHistory.items(of: id, scope: who.scope, in: db).filter { $0.kind == .note })
        }
    }
}
