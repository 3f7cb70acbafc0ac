public import Prevention
import SQL
public import Store

/// What a case is tied to, as far as the reader may open it, and the incidents that led to it.
public struct RelatedView: Sendable {
    public let opened: OpenedCase
    /// In force, oldest first; a case that the reader may not open is not among them.
    public let relations: [StoredRelation]
    /// Empty for those outside the police.
    public let incidents: [StoredIncident]
    /// The programmes that the reader may open a follow-up case of.
    public let programmes: [Programme]
}

/// Reads the ties of a case; logged like the case.
public struct ReadRelations: Sendable {
    public let id: Int64

    public init(of id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws -> RelatedView {
        try await office.reading(case: id, as: who) { db, opened in
            RelatedView(
                opened: opened,
                relations: opened.shown(try RelationStore.relations(of: id, scope: who.scope, in: db)).filter {
                    $0.removal == nil
                },
                incidents: PersonScope(of: who.actor) == .everybody ? try RelationStore.incidents(of: id, in: db) : [],
                programmes: Catalogue.all.filter { who.scope.contains($0) && $0.isHandled(by: who.actor) })
        }
    }
}
