import Handbook
public import Prevention
import SQL
import Store

/// Gives an opened notice on to the municipality that the family has moved to by the register. It stands unopened there, and
/// whoever gives it on has it no longer.
public struct HandOverNotice: Sendable {
    public let id: Int64
    public let revision: Int

    public init(_ id: Int64, revision: Int) {
        self.id = id
        self.revision = revision
    }

    /// - Throws: `NotFound` outside the actor's scope; `Refused`: `notice-not-moved` where the family lives where it is,
    ///   `notice-outside` where it lives outside the district; `notice-not-open`, `changed-meanwhile`.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        guard case .recipient = try who.noticeSide() else { throw NotFound() }
        try await office.writing(as: who.actor) { db, sight in
            let opened = try OpenedCase(id, who, sight, in: db)
            guard opened.file.programme.goesToAddress else { throw NotFound() }
            guard opened.row.revision == revision else { throw Refused("changed-meanwhile") }
            guard Programme.movableNoticeStages.contains(Stage(opened.row.stage)) else {
                throw Refused("notice-not-open")
            }
            let subject = try opened.file.subject.flatMap { try PersonStore.person($0.person, in: db) }
            guard let home = NoticeSending.address(of: subject, office), home != opened.row.municipality else {
                throw Refused("notice-not-moved")
            }
            guard home == NoticeSending.ownAddress(of: subject, office) else { throw Refused("notice-outside") }
            try NoticeSending.sendOn(opened.row, opened.file, to: home, .handedOver, by: who.actor, office, db)
        }
    }
}
