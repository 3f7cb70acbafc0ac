import Crypto
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
    public let addenda: [Addendum]

    /// What sets something right that was wrong in it.
    public struct Addendum: Sendable, Hashable {
        public let body: String
        public let actor: String
        public let at: Instant
    }
}

/// The records of sharings (*videregivelser*): added, never changed. Their words lie sealed beside them.
public enum DisclosureStore {
    /// What is kept in words.
    private struct Words: Codable {
        var subject = ""
        var giver = ""
        var recipients: [String] = []
        var reference = ""
        var assessment = ""
        var purpose = ""
        var necessity = ""
        var whyNotLess = ""
        var details: [String] = []
        /// So that nobody can guess at the words from their hash.
        var salt = ""
    }

    /// Adds the record.
    ///
    /// - Parameter contribution: the row of what was shared, where it was shared with an item.
    /// - Returns: its id and the hash of its words, which goes into the log as well.
    public static func add(
        _ one: Disclosure, contribution: Int64? = nil, keys: KeyRing, in db: any Connection
    ) throws -> (id: Int64, digest: String) {
        var words = Words(
            giver: one.giver.name, recipients: one.recipients.map(\.name), reference: one.reference,
            assessment: one.assessment, purpose: one.purpose, necessity: one.necessity, whyNotLess: one.whyNotLess,
            details: one.parts.map(\.detail), salt: Hexadecimal.random(bytes: 16))
        var person: Int64?
        var cpr = ""
        switch one.subject {
        case .person(let id): person = id
        case .unregistered(let name, let number):
            words.subject = name
            cpr = number
        }
        let body = try JSONText.encode(words)
        let digest = digest(of: body)
        let id = try db.insert(
            """
            INSERT INTO disclosure (giver, role, authority, person_id, forum_id, meeting_id, item_id, contribution_id,
                case_id, basis, categories, consent, at, channel, onward, outcome, sealed, digest)
            VALUES (\(one.giver.account), \(one.giver.role), \(one.giver.authority), \(person), \(one.forum),
                \(one.meeting), \(one.item), \(contribution), \(one.caseID), \(one.basis.rawValue),
                \(one.parts.map(\.category.rawValue).joined(separator: " ")), \(one.consent.rawValue),
                \(one.at.milliseconds), \(one.channel.rawValue), \(one.onward), \(one.outcome.rawValue),
                \(one.isSealed), \(digest)) RETURNING id
            """)
        guard let id else { throw DatabaseFailure(.other, detail: "no id for a new disclosure") }
        for (index, side) in one.recipients.enumerated() {
            try db.execute(
                """
                INSERT INTO disclosure_recipient (disclosure_id, ordinal, account, role, authority)
                VALUES (\(id), \(index), \(side.account), \(side.role), \(side.authority))
                """)
        }
        let sealedCPR = try SealedCPR(cpr, keys: keys)
        try db.execute(
            """
            INSERT INTO disclosure_words (disclosure_id, cpr_sealed, cpr_hash, body)
            VALUES (\(id), \(sealedCPR.sealed), \(sealedCPR.hash), \(try keys.sealed(body, for: .disclosure)))
            """)
        return (id, digest)
    }

    static func digest(of text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// About somebody in the register, or with a CPR number, oldest first. Those of sealed cases only where they may be known of.
    public static func disclosures(
        about person: Int64?, cpr: String, withSealed: Bool, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        let open: SQL = withSealed ? "1 = 1" : "d.sealed = 0"
        return try read("\(about(person, cpr: cpr, keys)) AND \(open)", keys: keys, in: db)
    }

    /// Of what was shared with an item, oldest first.
    public static func disclosures(
        ofItem item: Int64, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try read("d.item_id = \(item)", keys: keys, in: db)
    }

    /// Of what was shared out of a case, oldest first.
    public static func disclosures(
        ofCase caseID: Int64, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        try read("d.case_id = \(caseID)", keys: keys, in: db)
    }

    public static func disclosure(_ id: Int64, keys: KeyRing, in db: any Connection) throws -> StoredDisclosure? {
        try read("d.id = \(id)", keys: keys, in: db).first
    }

    /// What is wrong in a record is set right by adding to it.
    public static func addAddendum(
        _ body: String, to id: Int64, keys: KeyRing, by actor: Actor, at: Instant, in db: any Connection
    ) throws {
        try db.execute(
            """
            INSERT INTO disclosure_addendum (disclosure_id, body, actor, at)
            VALUES (\(id), \(try keys.sealed(body, for: .disclosure)), \(actor.name), \(at.milliseconds))
            """)
    }

    /// Takes the words and addenda of a record away when their time is over; codes, times and who shared it stay.
    public static func forget(_ id: Int64, in db: any Connection) throws {
        try db.execute("DELETE FROM disclosure_words WHERE disclosure_id = \(id)")
        try db.execute("DELETE FROM disclosure_addendum WHERE disclosure_id = \(id)")
    }

    /// Whether something shared out of a case, or with an item about it, rests on retsplejeloven § 115.
    public static func isUnderSection115(case id: Int64, in db: any Connection) throws -> Bool {
        let bases = Basis.section115.map(\.rawValue)
        return try db.count(
            """
            SELECT COUNT(*) FROM disclosure d
            WHERE d.outcome <> 'declined' AND d.basis IN \(list: bases)
                AND (d.case_id = \(id) OR d.item_id IN (SELECT i.id FROM forum_item i WHERE i.case_id = \(id)))
            """) > 0
    }

    /// - Parameter limit: as many as there are where it is `nil`.
    static func read(
        _ condition: SQL, isNewestFirst: Bool = false, limit: Int? = nil, keys: KeyRing, in db: any Connection
    ) throws -> [StoredDisclosure] {
        let order: SQL = isNewestFirst ? "d.id DESC" : "d.id"
        let most: SQL = limit.map { "LIMIT \($0)" } ?? ""
        let rows = try db.fetch(
            """
            SELECT d.id, d.giver, d.role, d.authority, d.person_id, d.forum_id, d.meeting_id, d.item_id,
                d.contribution_id, d.case_id, d.basis, d.categories, d.consent, d.at, d.channel, d.outcome, d.sealed,
                w.body, w.cpr_sealed
            FROM disclosure d LEFT JOIN disclosure_words w ON w.disclosure_id = d.id WHERE \(condition) ORDER BY \(order) \(most)
            """
        ) { row in
            (
                row: Kept(row), words: row.textOrNil(17), cpr: row.text(18)
            )
        }
        return try rows.map { kept, sealed, cpr in
            let words = try sealed.map {
                try JSONText.decode(Words.self, from: keys.opened($0, for: .disclosure))
            }
            return StoredDisclosure(
                id: kept.id,
                disclosure: kept.disclosure(
                    words ?? Words(), cpr: try SealedCPR.opened(cpr, keys: keys), recipients: try sides(of: kept.id, db)
                ),
                contribution: kept.contribution, isForgotten: words == nil, addenda: try addenda(to: kept.id, keys, db))
        }
    }

    private static func sides(of id: Int64, _ db: any Connection) throws -> [Disclosure.Side] {
        try db.fetch(
            "SELECT account, role, authority FROM disclosure_recipient WHERE disclosure_id = \(id) ORDER BY ordinal"
        ) { Disclosure.Side(account: $0.text(0), role: $0.text(1), authority: $0.text(2)) }
    }

    private static func addenda(
        to id: Int64, _ keys: KeyRing, _ db: any Connection
    ) throws -> [StoredDisclosure.Addendum] {
        try db.fetch("SELECT body, actor, at FROM disclosure_addendum WHERE disclosure_id = \(id) ORDER BY id") { row in
            .init(
                body: try keys.opened(row.text(0), for: .disclosure), actor: row.text(1),
                at: Instant(milliseconds: row.int64(2)))
        }
    }

    /// The row that stays.
    private struct Kept {
        let id: Int64
        let giver: Disclosure.Side
        let person: Int64?
        let forum: Int64?
        let meeting: Int64?
        let item: Int64?
        let contribution: Int64?
        let caseID: Int64?
        let basis: Basis
        let categories: [Disclosure.Category]
        let consent: Disclosure.Consent
        let at: Instant
        let channel: Disclosure.Channel
        let outcome: Disclosure.Outcome
        let isSealed: Bool

        init(_ row: Row) {
            id = row.int64(0)
            giver = .init(account: row.text(1), role: row.text(2), authority: row.text(3))
            person = row.int64OrNil(4)
            forum = row.int64OrNil(5)
            meeting = row.int64OrNil(6)
            item = row.int64OrNil(7)
            contribution = row.int64OrNil(8)
            caseID = row.int64OrNil(9)
            basis = Basis(rawValue: row.text(10)) ?? .notification
            categories = row.text(11).split(separator: " ").compactMap { .init(rawValue: String($0)) }
            consent = .init(rawValue: row.text(12)) ?? .notAsked
            at = Instant(milliseconds: row.int64(13))
            channel = .init(rawValue: row.text(14)) ?? .kreds
            outcome = .init(rawValue: row.text(15)) ?? .declined
            isSealed = row.bool(16)
        }

        func disclosure(_ words: Words, cpr: String, recipients: [Disclosure.Side]) -> Disclosure {
            func named(_ side: Disclosure.Side, _ name: String?) -> Disclosure.Side {
                .init(account: side.account, name: name ?? "", role: side.role, authority: side.authority)
            }
            func at<Value>(_ values: [Value], _ index: Int) -> Value? {
                values.indices.contains(index) ? values[index] : nil
            }
            var one = Disclosure(
                giver: named(giver, words.giver),
                recipients: recipients.enumerated().map { named($1, at(words.recipients, $0)) },
                subject: person.map { .person($0) } ?? .unregistered(name: words.subject, cpr: cpr),
                reference: words.reference, basis: basis, purpose: words.purpose, necessity: words.necessity,
                whyNotLess: words.whyNotLess,
                parts: categories.enumerated().map { .init($1, detail: at(words.details, $0) ?? "") },
                consent: consent, at: self.at, channel: channel, outcome: outcome)
            one.forum = forum
            one.meeting = meeting
            one.item = item
            one.caseID = caseID
            one.assessment = words.assessment
            one.isSealed = isSealed
            return one
        }
    }
}
