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

    /// - Parameter authority: which gives it out, where nobody in person does; `nil` = the actor.
    /// - Throws: `Refused` where it must not be given out so.
    func share(
        by event: CaseEvent, of authority: String? = nil, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        for sharing in try file.sharings(by: event, law: office.law) {
            try Disclose(record(sharing, of: authority, actor, office)).run(by: actor, office, db)
        }
    }

    /// - Returns: whether the letter gives out something that is recorded.
    /// - Throws: `Refused` where it must not be given out so.
    func share(
        byLetter template: String, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> Bool {
        let sharings = try file.sharings(byLetter: template, at: office.now, law: office.law)
        for sharing in sharings { try Disclose(record(sharing, actor, office)).run(by: actor, office, db) }
        return !sharings.isEmpty
    }

    private func record(
        _ sharing: CaseSharing, of authority: String? = nil, _ actor: Actor, _ office: Office
    ) -> Disclosure {
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
            consent: sharing.basis == .consent ? .given : .notAsked, at: office.now, channel: rule.channel,
            outcome: .given)
        record.caseID = id
        record.isSealed = file.programme.isSealed
        return record
    }
}

extension Actor {
    /// The role in which somebody gives something out: the first that counts for them.
    fileprivate var sharingRole: String {
        Role.allCases.first { effectiveRoles.contains($0) }?.rawValue ?? ""
    }
}
