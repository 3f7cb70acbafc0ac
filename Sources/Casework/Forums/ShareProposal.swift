import Handbook
import Prevention
import SQL
import Store

/// What the proposer of an item has written goes to the chairs, who judge it, and to those who take part in it: a sharing like any
/// other, with its records.
struct ShareProposal {
    private let opened: OpenedItem
    private let circle: SharingCircle
    /// Everybody who takes part now.
    private let participants: [Actor]
    /// Whoever leads the forum, but for the family of whom it is about.
    private let chairs: [Actor]

    /// - Parameter actor: gives it, where whoever has proposed the item has no account any more.
    init(_ opened: OpenedItem, by actor: Actor, _ office: Office, in db: any Connection) throws {
        self.opened = opened
        let proposer = try AccountStore.account(named: opened.item.proposedBy, in: db)
        circle = try SharingCircle(opened, proposer.map { office.handbook.placed($0.actor) } ?? actor, office, in: db)
        participants = try ParticipantStore.participants(of: opened.id, in: db).compactMap {
            try AccountStore.account(named: $0, in: db).map { office.handbook.placed($0.actor) }
        }
        let forum = opened.forum
        chairs = try ForumStore.members(of: forum.id, in: db).filter { $0.isSitting && $0.isChair }.compactMap {
            try AccountStore.account(named: $0.account, in: db).map { office.handbook.placed($0.actor) }
        }.filter { chair in
            guard forum.kind.mayBeLed(by: chair), forum.kind.mayHave(chair, in: forum.municipality) else {
                return false
            }
            guard let own = chair.person, let person = opened.item.person else { return true }
            return try !PersonStore.household(of: own, in: db).members.contains(person)
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

    /// What was proposed goes to whoever judges it.
    func recordToChairs(by actor: Actor, _ office: Office, _ db: any Connection) throws {
        try record(to: chairs, by: actor, office, db)
    }

    /// What was corrected goes to everybody who reads it.
    func recordToAll(by actor: Actor, _ office: Office, _ db: any Connection) throws {
        let names = Set(participants.map(\.name))
        try record(to: participants + chairs.filter { !names.contains($0.name) }, by: actor, office, db)
    }

    /// A chair who has got the same words already is left out.
    ///
    /// - Parameter meeting: the one that the item comes on in the same step.
    /// - Throws: `Refused` where somebody among them cannot get it.
    func record(
        to new: [Actor], at meeting: Int64? = nil, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        let item = opened.item
        guard opened.forum.kind.isAboutPersons else { return }
        let led = Set(chairs.map(\.name))
        let given = try DisclosureStore.disclosures(ofItem: item.id, keys: office.keys, in: db)
            .map(\.disclosure).filter { $0.purpose == purpose(office) && $0.necessity == item.reason }
            .flatMap(\.recipients).map(\.account)
        let recipients = new.filter { one in
            !one.isColleague(of: circle.giver) && !(led.contains(one.name) && given.contains(one.name))
        }
        guard !recipients.isEmpty else { return }
        let words = office.handbook[.danish]
        var content = ShareWithItem.Content()
        content.parts = item.categories.map { .init($0) }
        content.purpose = purpose(office)
        content.necessity = item.reason
        content.whyNotLess = words("item-record.why-not-less")
        for (basis, to) in try circle.groups(recipients, basis: nil) {
            var record = circle.record(content, basis: basis, to: to, at: office.now)
            // It opens no case.
            record.caseID = nil
            record.meeting = meeting ?? record.meeting
            try Disclose(record).run(by: actor, office, db)
        }
    }

    private func purpose(_ office: Office) -> String {
        office.handbook[.danish]("item-record.purpose", ["number": opened.item.number])
    }
}
