import Crypto
import Foundation
import Prevention
import SQL

/// What is kept of a record in words.
struct RecordWords: Codable {
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

    init() {}

    init(_ one: Disclosure, salt: String) {
        if case .unregistered(let name, _) = one.subject { subject = name }
        giver = one.giver.name
        recipients = one.recipients.map(\.name)
        reference = one.reference
        assessment = one.assessment
        purpose = one.purpose
        necessity = one.necessity
        whyNotLess = one.whyNotLess
        details = one.parts.map(\.detail)
        self.salt = salt
    }
}

/// All of a record as one text, whose hash stands in the record and in the log: every column, its recipients and those named in
/// it, and the hash of its words, so that it still holds when they are deleted.
struct RecordText: Codable {
    struct Place {
        var municipality = ""
        var isHidden = false
    }

    let giver: String
    let role: String
    let authority: String
    let person: Int64?
    let forum: Int64?
    let meeting: Int64?
    let item: Int64?
    let contribution: Int64?
    let caseID: Int64?
    let event: Int64?
    let basis: String
    /// Codes with spaces between.
    let categories: String
    let consent: String
    /// Milliseconds since 1970.
    let at: Int64
    let channel: String
    let onward: String
    let outcome: String
    let isSealed: Bool
    let municipality: String
    let hidesPlace: Bool
    let wordsDigest: String
    /// Account, role and authority of each recipient, in their order.
    var recipients: [[String]]
    /// Row ids, ascending.
    var named: [Int64]

    static let columns: SQL = """
        d.giver, d.role, d.authority, d.person_id, d.forum_id, d.meeting_id, d.item_id, d.contribution_id, d.case_id,
        d.event_id, d.basis, d.categories, d.consent, d.at, d.channel, d.onward, d.outcome, d.sealed, d.municipality,
        d.hides_place, d.words_digest
        """

    /// Without its recipients and those named.
    init(_ row: Row, from start: Int32) {
        func text(_ index: Int32) -> String { row.text(start + index) }
        func id(_ index: Int32) -> Int64? { row.int64OrNil(start + index) }
        giver = text(0)
        role = text(1)
        authority = text(2)
        person = id(3)
        forum = id(4)
        meeting = id(5)
        item = id(6)
        contribution = id(7)
        caseID = id(8)
        event = id(9)
        basis = text(10)
        categories = text(11)
        consent = text(12)
        at = row.int64(start + 13)
        channel = text(14)
        onward = text(15)
        outcome = text(16)
        isSealed = row.bool(start + 17)
        municipality = text(18)
        hidesPlace = row.bool(start + 19)
        wordsDigest = text(20)
        recipients = []
        named = []
    }

    init(_ one: Disclosure, contribution: Int64?, place: Place, wordsDigest: String) {
        giver = one.giver.account
        role = one.giver.role
        authority = one.giver.authority
        if case .person(let id) = one.subject { person = id } else { person = nil }
        forum = one.forum
        meeting = one.meeting
        item = one.item
        self.contribution = contribution
        caseID = one.caseID
        event = one.event
        basis = one.basis.rawValue
        categories = one.parts.map(\.category.rawValue).joined(separator: " ")
        consent = one.consent.rawValue
        at = one.at.milliseconds
        channel = one.channel.rawValue
        onward = one.onward
        outcome = one.outcome.rawValue
        isSealed = one.isSealed
        municipality = place.municipality
        hidesPlace = place.isHidden
        self.wordsDigest = wordsDigest
        recipients = one.recipients.map { [$0.account, $0.role, $0.authority] }
        named = Set(one.named).sorted()
    }

    var digest: String {
        get throws { RecordText.digest(of: try JSONText.encode(self)) }
    }

    /// Of the words with their salt, and of the CPR number that lies beside them.
    static func digest(ofWords body: String, cpr: String) -> String {
        digest(of: cpr.isEmpty ? body : body + "\n" + cpr)
    }

    static func digest(of text: String) -> String {
        SHA256.hash(data: Data(text.utf8)).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }
}
