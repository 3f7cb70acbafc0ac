import Handbook
import Prevention
import SQL
import Store

/// Makes the records of what a step, an entry or a letter of a case gives out, in the transaction of that. A case that is
/// imported makes none: what another system gave out long ago was not given out here.
struct ShareFromCase {
    private let file: CaseFile
    private let id: Int64
    private let number: String

    /// - Parameters:
    ///   - file: the case as it stands after the step.
    ///   - number: as printed.
    init(_ file: CaseFile, id: Int64, number: String) {
        self.file = file
        self.id = id
        self.number = number
    }

    /// - Parameters:
    ///   - stored: the row of the event, where it may be taken back.
    ///   - authority: which gives it out, where nobody in person does; `nil` = the actor.
    /// - Throws: `Refused` where it must not be given out so.
    func share(
        by event: CaseEvent, stored: Int64? = nil, of authority: String? = nil, _ actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        for sharing in try file.sharings(by: event, law: office.law) {
            var record = try record(sharing, at: event.at, of: authority, actor, office)
            record.event = stored
            try Disclose(record).run(by: actor, office, db)
        }
    }

    /// What others who read the case here get to see of it that they could not see as it was `before`, where no step has
    /// changed it. Whoever writes it down themselves is given nothing.
    ///
    /// - Throws: `Refused` where it must not be given out so.
    func share(beyond before: CaseFile, _ actor: Actor, _ office: Office, _ db: any Connection) throws {
        let now = office.now
        for sharing in try file.sharings(beyond: before, at: now, law: office.law) where !sharing.recipient.isEmpty {
            if sharing.recipient == actor.authority, sharing.rule.recipient != .across { continue }
            try Disclose(record(sharing, at: now, actor, office)).run(by: actor, office, db)
        }
    }

    /// What a letter gives out that was given out already, on the same basis to the same authority, is told by the record of
    /// that; where it gives more, or that was taken back, it has a record of its own.
    ///
    /// - Parameter day: on which it left.
    /// - Returns: whether the letter gives out something that is recorded.
    /// - Throws: `Refused` where it must not be given out so.
    func share(
        byLetter template: String, on day: LocalDate, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> Bool {
        let sharings = try file.sharings(byLetter: template, at: office.now, law: office.law)
        let standing = sharings.isEmpty ? [] : try standingRecords(office, db)
        for sharing in sharings {
            if let earlier = standing.last(where: { $0.disclosure.covers(sharing) }) {
                let text = office.handbook[.danish]("sharing-addendum.letter", ["on": day.danish])
                try Disclose.supplement(earlier, text, by: actor, office, db)
            } else {
                try Disclose(record(sharing, at: office.now, actor, office)).run(by: actor, office, db)
            }
        }
        return !sharings.isEmpty
    }

    /// Those that still say what they said, and whose step or entry was not taken back.
    private func standingRecords(_ office: Office, _ db: any Connection) throws -> [StoredDisclosure] {
        let events = Set(try CaseStore.events(of: id, in: db).map(\.id))
        return try DisclosureStore.disclosures(ofCase: id, keys: office.keys, in: db).filter { record in
            !record.isForgotten && record.disclosure.event.map { events.contains($0) } ?? true
        }
    }

    /// The records of a step or an entry that is taken back stay, since it was given, and say so.
    static func takeBack(
        _ event: Int64, of id: Int64, reason: String, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        for record in try DisclosureStore.disclosures(ofCase: id, keys: office.keys, in: db)
        where record.disclosure.event == event && !record.isForgotten {
            let text = office.handbook[.danish](
                "sharing-addendum.taken-back", ["on": office.now.day.danish, "reason": reason])
            try Disclose.supplement(record, text, by: actor, office, db)
        }
    }

    /// - Throws: `Refused` where nobody is there to get it.
    private func record(
        _ sharing: CaseSharing, at: Instant, of authority: String? = nil, _ actor: Actor, _ office: Office
    ) throws -> Disclosure {
        guard !sharing.recipient.isEmpty else { throw Refused("disclosure.nobody-there") }
        let rule = sharing.rule
        let words = office.handbook[.danish]
        func sentence(_ part: String) -> String {
            words("sharing." + file.programme.code + "." + rule.code + "." + part)
        }
        // An authority as a whole has no name of its own here: pages name it in the reader's language.
        let isFromThere = rule.recipient == .across && sharing.recipient == actor.authority
        let recipient = isFromThere ? "police" : sharing.recipient
        // What the recipient writes down itself is what the municipality has told it.
        let told = recipient == actor.authority ? file.municipality : nil
        let giver =
            (rule.giver ?? authority ?? told).map { Disclosure.Side(authority: $0) }
            ?? Disclosure.Side(
                account: actor.name, name: actor.displayName, role: actor.sharingRole, authority: actor.authority)
        var record = Disclosure(
            giver: giver, recipients: [.init(name: sharing.recipientName, authority: recipient)],
            subject: .person(sharing.person), reference: number, basis: sharing.basis, purpose: sentence("purpose"),
            necessity: sharing.necessity.isEmpty ? sentence("necessity") : sharing.necessity,
            whyNotLess: sentence("why-not-less"), parts: sharing.parts,
            consent: sharing.basis == .consent ? .given : .notAsked, at: at, channel: rule.channel,
            outcome: .given)
        record.caseID = id
        record.named = sharing.named
        record.isSealed = file.programme.isSealed
        return record
    }
}

extension Disclosure {
    /// Whether it has given the same authority at least as much about the same on the same basis.
    fileprivate func covers(_ sharing: CaseSharing) -> Bool {
        item == nil && basis == sharing.basis && subject == .person(sharing.person)
            && recipients.map(\.authority) == [sharing.recipient]
            && Set(parts.map(\.category)).isSuperset(of: sharing.parts.map(\.category))
            && Set(named).isSuperset(of: sharing.named)
    }
}

extension Actor {
    /// The role in which somebody gives something out: the first that counts for them.
    fileprivate var sharingRole: String {
        Role.allCases.first { effectiveRoles.contains($0) }?.rawValue ?? ""
    }
}
