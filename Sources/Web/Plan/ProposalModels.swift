import Casework
import Handbook
import Prevention
import Store

/// The proposals of a plan.
struct ProposalListModel: Sendable {
    struct Row: Sendable {
        let rowHref: String
        let rowTitle: String
        let rowProposer: String
        let rowSupport: String
        let rowMerged: String?
        let badge: PlanBadge
    }

    let tabs: PlanTabs
    let action: String
    let selects: [FilterSelect]
    let isFiltered: Bool
    let rowCount: String
    let rows: [Row]
    let hasRows: Bool
    let newForm: CaseForm?

    /// What the address asks for.
    struct Filter: Sendable {
        let municipality: String?
        let state: PlanProposal.State?
        let bySupport: Bool
    }

    /// The police, among municipalities.
    static let police = "police"

    init(_ plan: OpenedPlan, _ filter: Filter, _ refused: RefusedForm?, _ texts: PlanTexts) {
        let words = texts.words
        tabs = PlanTabs(plan.stored, at: "proposals", words)
        let path = "/plan/\(plan.id)"
        action = path + "/proposals"
        isFiltered = filter.municipality != nil || filter.state != nil
        selects = [
            FilterSelect(
                "municipality", words("plan.field.municipality"), all: words("case-list.all"),
                [(ProposalListModel.police, words("plan.police"))] + texts.ownMunicipalities,
                chosen: filter.municipality),
            FilterSelect(
                "state", words("plan.field.state"), all: words("case-list.all"),
                PlanProposal.State.allCases.map { ($0.rawValue, words("plan.proposal-state." + $0.rawValue)) },
                chosen: filter.state?.rawValue),
            FilterSelect(
                "order", words("plan.order"), all: words("plan.order-come"), [("support", words("plan.order-support"))],
                chosen: filter.bySupport ? "support" : nil),
        ]
        let code = filter.municipality == ProposalListModel.police ? "" : filter.municipality
        var shown = plan.proposals.filter { one in
            code.map { $0 == one.proposal.municipality } ?? true && filter.state.map { $0 == one.state } ?? true
        }
        func support(_ one: StoredProposal) -> Int { plan.support[one.id]?.count ?? 0 }
        if filter.bySupport { shown.sort { (-support($0), $0.id) < (-support($1), $1.id) } }
        rows = shown.map { one in
            Row(
                rowHref: "/plan/proposals/\(one.id)", rowTitle: one.proposal.title,
                rowProposer: texts.proposer(one.proposal.municipality), rowSupport: words.number(support(one)),
                rowMerged: plan.proposals.first { $0.id == one.mergedInto }?.proposal.title,
                badge: PlanBadge(one.state, words))
        }
        hasRows = !rows.isEmpty
        rowCount = words("plan.proposal-count", ["count": words.number(rows.count)])
        newForm =
            texts.mayPropose && plan.stored.state.isOpen
            ? CaseForm("new", action: path + "/proposals", title: words("plan.act.propose-area"), refused) { typed in
                ProposalModel.inputs(nil, typed, texts) + typed.nameTick(words)
            } : nil
    }
}

/// One proposal: who points to it, how it was weighed, and what was decided.
struct ProposalModel: Sendable {
    struct MarkLine: Sendable {
        let markCriterion: String
        let mark: PlanBadge?
        let markText: String?
        let markBy: String?
    }

    struct Link: Sendable {
        let linkHref: String
        let linkText: String
    }

    let tabs: PlanTabs
    let proposalTitle: String
    let proposalBody: String
    let badge: PlanBadge
    let facts: [PlanFact]
    let marks: [MarkLine]
    let merged: [Link]
    let hasMerged: Bool
    let target: Link?
    let result: Link?
    let buttons: [ActButton]
    let forms: [CaseForm]
    let history: [PlanHistoryLine]

    init(_ id: Int64, _ found: FindPlan.Found, _ refused: RefusedForm?, _ texts: PlanTexts) throws {
        let words = texts.words
        let plan = found.plan
        guard let one = plan.proposals.first(where: { $0.id == id }) else { throw NotFound() }
        tabs = PlanTabs(plan.stored, at: nil, words)
        proposalTitle = one.proposal.title
        proposalBody = one.proposal.body
        badge = PlanBadge(one.state, words)
        let support = plan.support[id] ?? []
        facts = [
            PlanFact(texts.field("proposer"), texts.proposer(one.proposal.municipality)),
            PlanFact(
                words("plan.written-by"),
                one.isOnBehalf ? words("plan.on-behalf", ["name": texts.texts.person(one.actor)]) : ""),
            PlanFact(
                words("plan.pointed"),
                support.isEmpty
                    ? words("plan.pointed-none")
                    : words(
                        "plan.pointed-by",
                        ["count": words.number(support.count), "names": texts.municipalities(support)])
            ),
            PlanFact(texts.field("reason"), one.reason),
            PlanFact(words("plan.decided-on"), one.decidedOn?.danish ?? ""),
        ].compactMap(\.self)
        marks = plan.criteria.map { MarkLine($0, of: one, in: plan, texts) }
        merged = plan.proposals.filter { $0.mergedInto == id }.map { other in
            Link(
                linkHref: "/plan/proposals/\(other.id)",
                linkText: other.proposal.title + " (" + texts.proposer(other.proposal.municipality) + ")")
        }
        hasMerged = !merged.isEmpty
        target = plan.proposals.first { $0.id == one.mergedInto }.map {
            Link(linkHref: "/plan/proposals/\($0.id)", linkText: $0.proposal.title)
        }
        result = ProposalModel.result(of: one, in: plan)
        let isOpen = plan.stored.state.isOpen
        buttons = isOpen && one.state == .open ? ProposalModel.buttons(one, found.ownSupport, texts) : []
        forms = isOpen ? ProposalModel.forms(one, plan, refused, texts) : []
        history = found.changes.map { PlanHistoryLine($0, texts) }
    }

    static func inputs(_ one: PlanProposal?, _ typed: CaseForm.Typed, _ texts: PlanTexts) -> [FieldInput] {
        [
            typed.whose(one?.municipality ?? "", texts),
            typed.plan("title", .text, texts, value: one?.title ?? "", isRequired: true),
            typed.plan("body", .longText, texts, value: one?.body ?? "", isRequired: true),
        ]
    }

    private static func result(of one: StoredProposal, in plan: OpenedPlan) -> Link? {
        guard let id = one.result else { return nil }
        if one.state == .local {
            return plan.initiatives.first { $0.id == id }.map {
                Link(linkHref: "/plan/initiatives/\(id)", linkText: $0.initiative.title)
            }
        }
        return plan.areas.first { $0.id == id }.map { Link(linkHref: "/plan/areas/\(id)", linkText: $0.area.title) }
    }

    /// To point to it, or no longer, for each municipality that the reader speaks for.
    private static func buttons(_ one: StoredProposal, _ own: Set<String>, _ texts: PlanTexts) -> [ActButton] {
        texts.proposedFor.filter { $0.code != one.proposal.municipality }.map { code, name in
            let supports = own.contains(code)
            return ActButton(
                "/plan/proposals/\(one.id)/do/" + (supports ? "unsupport-" : "support-") + code,
                texts.words(supports ? "plan.act.unsupport" : "plan.act.support", ["name": name]),
                of: one.proposal.title,
                revision: one.revision, style: supports ? "is-small is-quiet" : "is-small")
        }
    }

    private static func forms(
        _ one: StoredProposal, _ plan: OpenedPlan, _ refused: RefusedForm?, _ texts: PlanTexts
    ) -> [CaseForm] {
        let words = texts.words
        let path = "/plan/proposals/\(one.id)"
        func form(_ act: String, isDanger: Bool = false, _ inputs: @escaping (CaseForm.Typed) -> [FieldInput])
            -> CaseForm
        {
            CaseForm(
                plan: act, at: path, words("plan.act." + act), revision: one.revision, refused, texts,
                isDanger: isDanger, inputs: inputs)
        }
        func reason(_ typed: CaseForm.Typed) -> [FieldInput] {
            [typed.plan("reason", .longText, texts, isRequired: true)]
        }
        let isMine = texts.actor.mayProposePlan(for: one.proposal.municipality)
        switch one.state {
        case .open:
            var forms: [CaseForm] = []
            if texts.mayEdit {
                forms.append(
                    form("decide") { typed in
                        [
                            typed.plan(
                                "decision", .choice(PlanProposal.decisions.map(\.rawValue)), texts, isRequired: true,
                                options: PlanProposal.decisions.map {
                                    ($0.rawValue, words("plan.decision." + $0.rawValue))
                                })
                        ] + reason(typed)
                    })
                let others = plan.proposals.filter { $0.state == .open && $0.id != one.id }.map {
                    (
                        code: String($0.id),
                        label: $0.proposal.title + " (" + texts.proposer($0.proposal.municipality) + ")"
                    )
                }
                if !others.isEmpty {
                    forms.append(
                        form("merge") { typed in
                            [
                                typed.plan(
                                    "target", .choice(others.map(\.code)), texts, isRequired: true, options: others)
                            ]
                        })
                }
            }
            if isMine {
                forms.append(form("correct-proposal") { inputs(one.proposal, $0, texts) })
                forms.append(form("withdraw", isDanger: true, reason))
            }
            return forms
        case .withdrawn: return isMine ? [form("put-forward") { _ in [] }] : []
        case .merged: return texts.mayEdit ? [form("unmerge") { _ in [] }] : []
        case .chosen, .notChosen, .earlier, .local:
            return texts.mayEdit ? [form("undo-decision", isDanger: true, reason)] : []
        }
    }
}

extension ProposalModel.MarkLine {
    init(_ stored: StoredCriterion, of one: StoredProposal, in plan: OpenedPlan, _ texts: PlanTexts) {
        let words = texts.words
        markCriterion = stored.criterion.title
        if stored.criterion.isCounted {
            let count = plan.support[one.id]?.count ?? 0
            mark = PlanBadge(count >= stored.criterion.least ? .yes : .no, words)
            markText = words(
                "plan.counted", ["count": words.number(count), "least": words.number(stored.criterion.least)])
            markBy = words("plan.counted-by-system")
            return
        }
        let found = plan.mark(one.id, stored.id)
        mark = found?.mark.map { PlanBadge($0, words) }
        markText = found.flatMap { $0.comment.isEmpty ? nil : $0.comment }
        markBy = found.map { texts.texts.person($0.actor) + ", " + $0.at.danish }
    }
}
