import Handbook
import Prevention
import SQL
import Store

/// What the proposer of an item has written goes to those who take part in it: a sharing like any other, with its records.
struct ShareProposal {
    private let opened: OpenedItem
    private let circle: SharingCircle
    /// Everybody who takes part now.
    private let participants: [Actor]

    /// - Parameter actor: gives it, where whoever has proposed the item has no account any more.
    init(_ opened: OpenedItem, by actor: Actor, _ office: Office, in db: any Connection) throws {
        self.opened = opened
        let proposer = try AccountStore.account(named: opened.item.proposedBy, in: db)
        circle = try SharingCircle(opened, proposer.map { office.handbook.placed($0.actor) } ?? actor, office, in: db)
        participants = try ParticipantStore.participants(of: opened.id, in: db).compactMap {
            try AccountStore.account(named: $0, in: db).map { office.handbook.placed($0.actor) }
        }
    }

    /// Those who take part speak with one another, and share the minutes: between each two of their authorities there has to be
    /// a basis.
    ///
    /// - Throws: `Refused("item.no-basis-between")` with the two.
    func requireBases(_ office: Office) throws {
        let kind = opened.forum.kind
        guard kind.isAboutPersons else { return }
        for (index, one) in participants.enumerated() {
            for other in participants[(index + 1)...] where !one.isColleague(of: other) {
                guard let from = one.kind, let to = other.kind else { continue }
                let hasAssessment = !opened.item.assessment.isEmpty
                if kind.bases.contains(where: { $0.lets(from, giveTo: to, hasAssessment: hasAssessment) }) { continue }
                throw Refused(
                    "item.no-basis-between", ["authority": one.authority, "other-authority": other.authority])
            }
        }
    }

    /// What was corrected goes to everybody who takes part.
    func recordToAll(by actor: Actor, _ office: Office, _ db: any Connection) throws {
        try record(to: participants, by: actor, office, db)
    }

    /// - Throws: `Refused` where somebody among them cannot get it.
    func record(to new: [Actor], by actor: Actor, _ office: Office, _ db: any Connection) throws {
        let item = opened.item
        let recipients = new.filter { !$0.isColleague(of: circle.giver) }
        guard opened.forum.kind.isAboutPersons, !recipients.isEmpty else { return }
        let words = office.handbook[.danish]
        var content = ShareWithItem.Content()
        content.parts = item.categories.map { .init($0) }
        content.purpose = words("item-record.purpose", ["number": item.number])
        content.necessity = item.reason
        content.whyNotLess = words("item-record.why-not-less")
        for (basis, to) in try circle.groups(recipients, basis: nil) {
            var record = circle.record(content, basis: basis, to: to, at: office.now)
            // It opens no case.
            record.caseID = nil
            try Disclose(record).run(by: actor, office, db)
        }
    }
}
