public import Prevention
import SQL
import Store

/// Closes a notice that went out of the district by secure mail, with what came back: by whoever has sent it, also where they
/// do not open the cases of the municipality that it went to.
public struct CloseMailed: Sendable {
    public let id: Int64
    /// The revision of the case that the user saw.
    public let revision: Int
    /// Of the step.
    public let fields: [String: String]

    public init(_ id: Int64, revision: Int, fields: [String: String]) {
        self.id = id
        self.revision = revision
        self.fields = fields
    }

    /// - Throws: `NotFound` where the actor has sent no such notice and sees none; `Refused` as ``ChangeCase``.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        guard try who.noticeSide() == .sender else { throw NotFound() }
        try await office.writing(as: who.actor) { db, sight in
            let notice = try ConcernStore.notice(id, scope: who.scope, follower: who.actor.name, in: db)
            guard let file = notice?.file, CloseMailed.step(of: file, by: who.actor) != nil else { throw NotFound() }
            try ChangeCase(id, revision: revision, .move(to: CloseMailed.end, at: nil, fields: fields, note: "")).run(
                who, sight, office, db, scope: .only([id], of: file.programme))
        }
    }

    private static let end: Stage = "closed"

    /// The step that closes it; `nil` where it went into an inbox, is closed, or is not the actor's to close.
    static func step(of file: CaseFile, by actor: Actor) -> Transition? {
        guard file.fields["way"] == Programme.secureMail, file.stage == file.programme.firstStage else { return nil }
        return file.programme.transitions(from: file.programme.firstStage).first {
            $0.to == end && actor.holds(any: $0.by)
        }
    }
}
