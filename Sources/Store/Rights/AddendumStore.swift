public import Prevention
public import SQL

/// What somebody has had added to what is stored, because it is wrong or incomplete (retshåndhævelsesloven § 17,
/// databeskyttelsesforordningen Art. 16). It changes nothing and is never changed.
public struct Addendum: Sendable, Hashable {
    public enum Subject: String, Sendable, CaseIterable {
        case caseFile = "case"
        case person, incident, hit
    }

    public let subject: Subject
    public let subjectID: Int64
    public let text: String
    /// Who has asked for it, in free text: the person, a guardian, an authority.
    public let requestedBy: String
    public let actor: String
    public let at: Instant
}

public enum AddendumStore {
    public static func add(_ addendum: Addendum, in db: any Connection) throws {
        try db.execute(
            """
            INSERT INTO addendum (entity, entity_id, body, requested_by, actor, at)
            VALUES (\(addendum.subject.rawValue), \(addendum.subjectID), \(addendum.text), \(addendum.requestedBy),
                \(addendum.actor), \(addendum.at.milliseconds))
            """)
    }

    /// Oldest first.
    public static func addenda(
        to subject: Addendum.Subject, _ ids: [Int64], in db: any Connection
    ) throws -> [Addendum] {
        try db.fetch(
            """
            SELECT entity_id, body, requested_by, actor, at FROM addendum
            WHERE entity = \(subject.rawValue) AND entity_id IN \(list: ids) ORDER BY id
            """
        ) { row in
            Addendum(
                subject: subject, subjectID: row.int64(0), text: row.text(1), requestedBy: row.text(2),
                actor: row.text(3), at: Instant(milliseconds: row.int64(4)))
        }
    }
}

extension Addendum {
    public init(
        to subject: Subject, _ id: Int64, text: String, requestedBy: String, by actor: Actor, at: Instant
    ) {
        self.init(
            subject: subject, subjectID: id, text: text, requestedBy: requestedBy, actor: actor.name, at: at)
    }
}
