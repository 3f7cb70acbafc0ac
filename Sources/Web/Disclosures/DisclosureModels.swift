import Casework
import Handbook
import Prevention
import Store

/// The list of records, with its filters.
struct DisclosureListModel: Sendable {
    struct Row: Sendable {
        let link: String
        let number: String
        let at: String
        let moment: String
        let outcome: String
        let basis: String
        let giver: String
        let recipients: String
        let reference: String

        init(_ record: StoredDisclosure, _ words: Words) {
            let naming = DisclosureNaming(words: words)
            let one = record.disclosure
            link = "/disclosures/\(record.id)"
            number = String(record.id)
            at = one.at.danish
            moment = one.at.description
            outcome = naming.outcome(one.outcome)
            basis = naming.basis(one.basis)
            giver = naming.authority(one.giver.authority)
            recipients = naming.authorities(one.recipients)
            reference = one.reference.isEmpty ? words("disclosures.forgotten-short") : one.reference
        }
    }

    struct Option: Sendable {
        let code: String
        let label: String
        let isChosen: Bool
    }

    let rows: [Row]
    let hasRows: Bool
    let bases: [Option]
    let outcomes: [Option]
    let authorities: [Option]
    let forums: [Option]
    let orders: [Option]
    let from: String
    let to: String
    let isFiltered: Bool
    let exportHref: String
    let firstHref: String?
    let nextHref: String?
    let hasPager: Bool
    let isEverything: Bool

    init(_ page: DisclosurePage, _ filter: DisclosureFilter, _ visit: Visit) {
        let words = visit.words
        let naming = DisclosureNaming(words: words)
        let query = filter.query
        rows = page.records.map { Row($0, words) }
        hasRows = !rows.isEmpty
        bases = Basis.allCases.map {
            Option(code: $0.rawValue, label: naming.basis($0), isChosen: $0 == query.basis)
        }
        outcomes = Disclosure.Outcome.allCases.map {
            Option(code: $0.rawValue, label: naming.outcome($0), isChosen: $0 == query.outcome)
        }
        authorities = visit.office.handbook.authorities.map(\.authority.code).map {
            Option(code: $0, label: naming.authority($0), isChosen: $0 == query.authority)
        }
        forums = ForumKind.all.filter(\.isAboutPersons).map {
            Option(code: $0.code, label: words("forum.\($0.code).name"), isChosen: $0.code == query.forum)
        }
        orders = DisclosureQuery.Order.allCases.map {
            Option(code: $0.rawValue, label: words("disclosures.order." + $0.rawValue), isChosen: $0 == query.order)
        }
        from = query.from?.description ?? ""
        to = query.to?.description ?? ""
        isFiltered = filter.isFiltered
        exportHref = filter.address("/export")
        firstHref = query.after == nil ? nil : filter.address()
        nextHref = page.hasLater ? page.records.last.map { filter.address(after: $0.id) } : nil
        hasPager = firstHref != nil || nextHref != nil
        isEverything = (try? visit.actor).map { DisclosureScope(of: $0) == .everything } ?? false
    }
}

/// What a record says, in words.
struct DisclosureFacts: Sendable {
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

/// Asks why before anything is taken out.
struct DisclosurePurposeModel: Sendable {
    let title: String
    let lead: String
    let action: String
    let back: String
    let backText: String
    let purposes: [PurposeChoice.Option]
    let explanation: String
    let problems: FormProblems?
    let purposeError: String?
    let explanationError: String?

    init(exporting filter: DisclosureFilter, _ visit: Visit, _ form: Form? = nil, _ refusals: [Refusal] = []) {
        self.init(
            "export", action: filter.address("/export"), back: filter.address(), visit, form, refusals)
    }

    init(person: Int64, _ visit: Visit, _ form: Form? = nil, _ refusals: [Refusal] = []) {
        self.init(
            "person", action: "/persons/\(person)/disclosures",
            back: (try? visit.actor.may(.findPersons)) == true ? PersonLink.to(person) : "/access", visit, form,
            refusals)
    }

    private init(
        _ kind: String, action: String, back: String, _ visit: Visit, _ form: Form?, _ refusals: [Refusal]
    ) {
        let words = visit.words
        title = words("disclosures.ask.\(kind).title")
        lead = words("disclosures.ask.\(kind).lead")
        backText = words("disclosures.ask.back")
        self.action = action
        self.back = back
        let chosen = form.flatMap { SharingPurpose(rawValue: $0["purpose"]) }
        purposes = SharingPurpose.allCases.map {
            .init(code: $0.rawValue, label: words("disclosures.purpose." + $0.rawValue), isChosen: $0 == chosen)
        }
        explanation = form?["explanation"] ?? ""
        let items = refusals.map { refusal in
            FormProblems.Item(
                problemText: words.refusal(refusal, programme: nil),
                problemTarget: refusal.code == "purpose-explanation" ? "explanation" : "purpose")
        }
        let found = FormProblems(found: items, words: words)
        problems = found
        purposeError = found?.text(at: "purpose")
        explanationError = found?.text(at: "explanation")
    }
}

/// Everything that was shared about one person.
struct PersonDisclosuresModel: Sendable {
    struct Earlier: Sendable {
        let earlierAt: String
        let earlierMoment: String
        let earlierRecipient: String
        let earlierReason: String
    }

    let name: String
    let action: String
    let again: String
    let purpose: String
    let purposeCode: String
    let explanation: String
    let caption: String
    let records: [DisclosureFacts]
    let hasRecords: Bool
    let earlier: [Earlier]
    let hasEarlier: Bool
    let isWhole: Bool
    let restriction: String

    init(
        _ found: ListSharings.Found, id: Int64, _ purpose: SharingPurpose, _ explanation: String, _ visit: Visit
    ) {
        let words = visit.words
        name = found.person.map { PersonNaming(visit).name($0) } ?? words("disclosures.person-gone")
        action = "/persons/\(id)/disclosures"
        again = action
        self.purpose = words("disclosures.purpose." + purpose.rawValue)
        purposeCode = purpose.rawValue
        self.explanation = explanation
        records = found.views.map { DisclosureFacts($0, visit) }
        hasRecords = !records.isEmpty
        caption =
            records.count == 1
            ? words("disclosures.count-one") : words("disclosures.count", ["count": words.number(records.count)])
        let naming = DisclosureNaming(words: words)
        earlier = found.list.earlier.map {
            Earlier(
                earlierAt: Instant($0.at)?.danish ?? $0.at, earlierMoment: $0.at,
                earlierRecipient: naming.authority($0.recipient), earlierReason: $0.reason)
        }
        hasEarlier = !earlier.isEmpty
        isWhole = found.list.isWhole
        restriction = words("disclosures.restriction")
    }
}
