import Foundation
public import Prevention
public import SQL

/// The record of a sharing as it is stored.
public struct StoredDisclosure: Sendable, Hashable {
    public let id: Int64
    public let disclosure: Disclosure
    public let contribution: Int64?
    /// Whether its words were deleted when their time was over; codes and times stay.
    public let isForgotten: Bool
    /// Whether a municipality in it may be where somebody protected lives: it was, or it would be now.
    public let hidesPlace: Bool
    public let addenda: [Addendum]

    /// What sets something right that was wrong in it.
    public struct Addendum: Sendable, Hashable {
        public let body: String
        public let actor: String
        public let at: Instant
    }

    /// With other sides than are stored, for those who may not see all of them.
    public func with(giver: Disclosure.Side, recipients: [Disclosure.Side]) -> StoredDisclosure {
        StoredDisclosure(
            id: id, disclosure: disclosure.with(giver: giver, recipients: recipients), contribution: contribution,
            isForgotten: isForgotten, hidesPlace: hidesPlace, addenda: addenda)
    }
}

/// The records of sharings (*videregivelser*): added, never changed. Their words lie sealed beside them.
public enum DisclosureStore {
    /// Adds the record.
    ///
    /// - Parameter contribution: the row of what was shared, where it was shared with an item.
    /// - Returns: its id and its hash, which goes into the log as well.
    public static func add(
        _ one: Disclosure, contribution: Int64? = nil, keys: KeyRing, in db: any Connection
    ) throws -> (id: Int64, digest: String) {
        let words = RecordWords(one, salt: Hexadecimal.random(bytes: 16))
        let body = try JSONText.encode(words)
        var cpr = ""
        if case .unregistered(_, let number) = one.subject { cpr = number }
        let text = RecordText(
            one, contribution: contribution, place: try place(of: one, in: db),
            wordsDigest: RecordText.digest(ofWords: body, cpr: cpr))
        let digest = try text.digest
        let id = try db.insert(
            """
            INSERT INTO disclosure (giver, role, authority, person_id, forum_id, meeting_id, item_id, contribution_id,
                case_id, event_id, basis, categories, consent, at, channel, onward, outcome, sealed, municipality,
                hides_place, form, words_digest, digest)
            VALUES (\(text.giver), \(text.role), \(text.authority), \(text.person), \(text.forum), \(text.meeting),
                \(text.item), \(text.contribution), \(text.caseID), \(text.event), \(text.basis), \(text.categories),
                \(text.consent), \(text.at), \(text.channel), \(text.onward), \(text.outcome), \(text.isSealed),
                \(text.municipality), \(text.hidesPlace), 2, \(text.wordsDigest), \(digest)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new disclosure") }
        for (index, side) in one.recipients.enumerated() {
            try db.execute(
                """
                INSERT INTO disclosure_recipient (disclosure_id, ordinal, account, role, authority)
                VALUES (\(id), \(index), \(side.account), \(side.role), \(side.authority))
                """)
        }
        for person in text.named {
            try db.execute("INSERT INTO disclosure_named (disclosure_id, person_id) VALUES (\(id), \(person))")
        }
        let sealedCPR = try SealedCPR(cpr, keys: keys)
        try db.execute(
            """
            INSERT INTO disclosure_words (disclosure_id, cpr_sealed, cpr_hash, body)
            VALUES (\(id), \(sealedCPR.sealed), \(sealedCPR.hash), \(try keys.sealed(body, for: .disclosure)))
            """)
        return (id, digest)
    }

    /// Where it is shared from, and whether that may be where somebody protected lives.
    private static func place(of one: Disclosure, in db: any Connection) throws -> RecordText.Place {
        var place = RecordText.Place()
        if let forum = one.forum {
            place.municipality =
                try db.first("SELECT municipality FROM forum WHERE id = \(forum)") { $0.text(0) } ?? ""
        }
        if let caseID = one.caseID,
            let found = try db.first(
                "SELECT municipality, hides_place FROM case_file WHERE id = \(caseID)", { ($0.text(0), $0.bool(1)) })
        {
            place = .init(municipality: found.0.isEmpty ? place.municipality : found.0, isHidden: found.1)
        }
        var persons = one.named
        if case .person(let id) = one.subject { persons.append(id) }
        let isProtected = try db.first(
            "SELECT 1 FROM person WHERE id IN \(list: persons) AND protected = 1", { _ in true })
        if isProtected == true { place.isHidden = true }
        return place
    }

    /// Takes the words and addenda of a record away when their time is over; codes, times and who shared it stay.
    public static func forget(_ id: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM disclosure_words WHERE disclosure_id = \(id)")
        try db.execute("DELETE FROM disclosure_addendum WHERE disclosure_id = \(id)")
    }

    /// About somebody in the register, or with a CPR number, oldest first. Those of sealed cases only where they may be known of.
    public static func disclosures(
        about person: Int64?, cpr: String, withSealed: Bool, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        let open: SQL = withSealed ? "1 = 1" : "o.sealed = 0"
        return try read("\(about(person, cpr: cpr, keys)) AND \(open)", keys: keys, in: db)
    }

    /// Of what was shared with an item, oldest first.
    public static func disclosures(
        ofItem item: Int64, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try read("o.item_id = \(item)", keys: keys, in: db)
    }

    /// Of what was shared out of a case, oldest first.
    public static func disclosures(
        ofCase caseID: Int64, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try read("o.case_id = \(caseID)", keys: keys, in: db)
    }

    public static func disclosure(_ id: Int64, keys: KeyRing, in db: any Connection) throws -> StoredDisclosure? {
        try read("o.id = \(id)", keys: keys, in: db).first
    }

    /// The case that an item is about; `nil` for none.
    public static func caseID(ofItem item: Int64, in db: any Connection) throws -> Int64? {
        try db.first("SELECT case_id FROM forum_item WHERE id = \(item)") { $0.int64OrNil(0) } ?? nil
    }
}

extension [Int64] {
    /// As many at once as any engine takes.
    var portions: [[Int64]] {
        stride(from: 0, to: count, by: 500).map { Array(self[$0..<Swift.min($0 + 500, count)]) }
    }
}
