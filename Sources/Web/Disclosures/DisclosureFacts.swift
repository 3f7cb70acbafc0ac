import Casework
import Handbook
import Prevention
import Store

/// What a record says, in words.
struct DisclosureFacts: Sendable {
    struct Other: Sendable {
        let otherName: String
        let otherHref: String?
    }

    struct Addendum: Sendable {
        let addendumMoment: String
        let addendumTime: String
        let addendumText: String
        let addendumBy: String
    }

    let recordTitle: String
    let recordHref: String
    let recordAt: String
    let outcome: String
    let isDeclined: Bool
    let basis: String
    let giver: String
    let recipients: [String]
    let about: String
    let aboutHref: String?
    /// The others who are named in it, with their pages where the reader looks persons up.
    let others: [Other]
    let hasOthers: Bool
    let reference: String?
    let referenceHref: String?
    let forum: String?
    let factPurpose: String?
    let necessity: String?
    let whyNotLess: String?
    let assessment: String?
    let parts: [String]
    let hasParts: Bool
    let consent: String
    let channel: String
    let restriction: String
    let isSection115: Bool
    let isForgotten: Bool
    let addenda: [Addendum]
    let hasAddenda: Bool

    init(_ view: DisclosureView, _ visit: Visit) {
        let words = visit.words
        let naming = DisclosureNaming(words: words)
        let one = view.record.disclosure
        func said(_ text: String) -> String? { text.isEmpty ? nil : text }
        recordTitle = words("disclosures.record", ["number": String(view.record.id)])
        recordHref = "/disclosures/\(view.record.id)"
        recordAt = one.at.danish
        outcome = naming.outcome(one.outcome)
        isDeclined = one.outcome == .declined
        basis = naming.basis(one.basis)
        giver = naming.side(one.giver)
        recipients = one.recipients.map(naming.side)
        let mayFind = (try? visit.actor.may(.findPersons)) ?? false
        aboutHref = view.person.flatMap { mayFind ? PersonLink.to($0.id) : nil }
        switch one.subject {
        case .person: about = view.person.map { PersonNaming(visit).name($0) } ?? words("disclosures.person-gone")
        case .unregistered(let name, _): about = name.isEmpty ? words("disclosures.person-gone") : name
        }
        others = view.named.map {
            Other(otherName: PersonNaming(visit).name($0), otherHref: mayFind ? PersonLink.to($0.id) : nil)
        }
        hasOthers = !others.isEmpty
        reference = said(one.reference)
        let mayOpen = (try? visit.actor.may(.workCases)) ?? false
        referenceHref = one.caseID.flatMap { one.item == nil && mayOpen ? "/cases/\($0)" : nil }
        forum = view.forum.map { code in
            let name = words("forum.\(code).name")
            return view.meetingAt.map { name + ", " + $0.danish } ?? name
        }
        factPurpose = said(one.purpose)
        necessity = said(one.necessity)
        whyNotLess = said(one.whyNotLess)
        assessment = said(one.assessment)
        parts = one.parts.map(naming.part)
        hasParts = !parts.isEmpty
        consent = words("disclosure.consent." + one.consent.rawValue)
        channel = words("disclosure.channel." + one.channel.rawValue)
        restriction = naming.onward(one)
        isSection115 = one.basis.isSection115
        isForgotten = view.record.isForgotten
        addenda = view.record.addenda.map {
            Addendum(
                addendumMoment: $0.at.description, addendumTime: $0.at.danish, addendumText: $0.body,
                addendumBy: $0.actor)
        }
        hasAddenda = !addenda.isEmpty
    }
}

/// The page of one record.
struct DisclosureModel: Sendable {
    let record: DisclosureFacts
    let action: String
    let mayAdd: Bool
    let typed: String
    let textError: String?
    let problems: FormProblems?

    init(_ view: DisclosureView, _ visit: Visit, typed: String, _ refusals: [Refusal]) {
        record = DisclosureFacts(view, visit)
        action = "/disclosures/\(view.record.id)"
        mayAdd = view.mayAdd
        self.typed = typed
        let items = refusals.map {
            FormProblems.Item(
                problemText: visit.words.refusal($0, programme: nil), problemTarget: view.mayAdd ? "text" : "record")
        }
        problems = FormProblems(found: items, words: visit.words)
        textError = problems?.text(at: "text")
    }
}
