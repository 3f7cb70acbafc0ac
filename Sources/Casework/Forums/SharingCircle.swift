import Handbook
import Prevention
import SQL
import Store

/// Those with whom somebody may share on an item, and on what basis: its participants from other authorities.
struct SharingCircle {
    let opened: OpenedItem
    let giver: Actor
    /// The participants who work for other authorities, by account. What one's own authority knows is not disclosed to it.
    let others: [Actor]
    private let kinds: [String: Authority.Kind]

    init(_ opened: OpenedItem, _ giver: Actor, _ office: Office, in db: any Connection) throws {
        self.opened = opened
        self.giver = giver
        kinds = office.handbook.authorityKinds
        others = try opened.participants.compactMap { try AccountStore.account(named: $0, in: db)?.actor }
            .map(office.handbook.placed)
            .filter { other in
                guard opened.forum.kind.mayHave(other, in: opened.forum.municipality), !other.isColleague(of: giver)
                else {
                    return false
                }
                // Who has left the forum reads nothing any more.
                return try ForumStore.seat(of: other.name, in: opened.forum.id, db) != nil
            }
    }

    /// What a sharing here may rest on.
    var bases: [Basis] {
        let own: [Basis] = giver.kind == .hospital ? [.health] : []
        return opened.forum.kind.bases + [.consent] + own
    }

    private var hasAssessment: Bool { !opened.item.assessment.isEmpty }

    /// The basis on which each of the others may get something, as suggested; `nil` for whom there is none.
    func suggested(for actor: Actor) -> Basis? {
        guard let kind = giver.kind else { return nil }
        return opened.forum.kind.suggestedBases(
            from: kind, to: [actor.authority], kinds: kinds, hasAssessment: hasAssessment
        ).first?.basis
    }

    /// Those of the others whom somebody has chosen.
    ///
    /// - Throws: `Refused("item.recipient")`.
    func chosen(_ names: [String]) throws -> [Actor] {
        try names.map { name in
            guard let found = others.first(where: { $0.name == name }) else {
                throw Refused("item.recipient", ["value": name])
            }
            return found
        }
    }

    /// Those of the others whom a contribution has not reached, and whom a basis reaches.
    func unreached(by recipients: ContributionStore.Recipients) -> [Actor] {
        others.filter { !recipients.standing.contains($0.name) && suggested(for: $0) != nil }
    }

    /// Whether a record says the same as one that stands: a form that was sent twice shares once.
    func isMade(_ record: Disclosure, among stored: [StoredDisclosure], in db: any Connection) throws -> Bool {
        let joined = try ParticipantStore.joined(to: opened.id, in: db)
        return stored.contains { one in
            one.disclosure.repeats(record)
                && record.recipients.allSatisfy { joined[$0.account].map { $0 <= one.disclosure.at } ?? false }
        }
    }

    /// The recipients by the basis on which each gets it.
    ///
    /// - Parameter basis: the one for all of them; `nil` = as suggested.
    /// - Throws: `Refused("disclosure.unlawful")` with whoever cannot get it on any of the forum's.
    func groups(_ recipients: [Actor], basis: Basis?) throws -> [(Basis, [Actor])] {
        if let basis { return recipients.isEmpty ? [] : [(basis, recipients)] }
        var found: [Basis: [Actor]] = [:]
        var problems: [Refusal] = []
        for recipient in recipients {
            if let basis = suggested(for: recipient) {
                found[basis, default: []].append(recipient)
            } else {
                let usual = opened.forum.kind.bases.first ?? .consent
                let problem = Refusal(
                    "disclosure.unlawful", ["authority": recipient.authority, "basis": usual.rawValue])
                if !problems.contains(problem) { problems.append(problem) }
            }
        }
        guard problems.isEmpty else { throw Refused(problems) }
        return opened.forum.kind.bases.compactMap { basis in found[basis].map { (basis, $0) } }
    }

    /// - Parameter content: what is shared; `nil` where it was declined.
    func record(
        _ content: ShareWithItem.Content?, basis: Basis, to recipients: [Actor], at: Instant
    ) -> Disclosure {
        let item = opened.item
        var record = Disclosure(
            giver: side(giver), recipients: recipients.map(side),
            subject: item.person.map { .person($0) } ?? .unregistered(name: item.named, cpr: item.cpr),
            reference: item.number, basis: basis, purpose: content?.purpose ?? "",
            necessity: content?.necessity ?? "", whyNotLess: content?.whyNotLess ?? "", parts: content?.parts ?? [],
            consent: content?.consent ?? .notAsked, at: at, channel: content?.channel ?? .kreds,
            outcome: content.map { $0.isPartly ? .partly : .given } ?? .declined)
        record.forum = opened.forum.id
        // What is shared after a meeting is for the next one, which may not be known yet.
        record.meeting = opened.meeting.flatMap { $0.state == .approved || $0.state == .cancelled ? nil : $0.id }
        record.item = item.id
        record.caseID = item.caseID
        // Below zero lie the cases of sealed programmes.
        record.isSealed = (item.caseID ?? 0) < 0
        if recipients.contains(where: { $0.kind == .prisonService }) || giver.kind == .prisonService {
            record.assessment = item.assessment
        }
        return record
    }

    /// In the role by which they sit in a forum.
    private func side(_ actor: Actor) -> Disclosure.Side {
        let role = Role.allCases.first {
            actor.effectiveRoles.contains($0) && $0.permissions.contains(.workForums)
        }
        return Disclosure.Side(
            account: actor.name, name: actor.displayName, role: role?.rawValue ?? "", authority: actor.authority)
    }
}

extension Actor {
    /// Whether both work for one authority, so that what one knows is known to the other already. Self-governing institutions
    /// are many, and stand under one code.
    func isColleague(of other: Actor) -> Bool {
        name == other.name || authority == other.authority && kind != .institution
    }
}
