import Casework
import Handbook
import Prevention
import Store

/// Proposals × criteria.
struct MatrixModel: Sendable {
    struct Cell: Sendable {
        let cellCriterion: String
        let line: ProposalModel.MarkLine
        let form: CaseForm?
    }

    struct Row: Sendable {
        let rowHref: String
        let rowTitle: String
        let rowProposer: String
        let badge: PlanBadge
        let cells: [Cell]
    }

    let tabs: PlanTabs
    let heads: [String]
    let rows: [Row]
    let hasRows: Bool
    let matrixHelp: String
    let planHref: String

    init(_ plan: OpenedPlan, _ refused: RefusedForm?, _ texts: PlanTexts) {
        let words = texts.words
        tabs = PlanTabs(plan.stored, at: "matrix", words)
        planHref = "/plan/\(plan.id)"
        heads = plan.criteria.map(\.criterion.title)
        // What was grouped stands in the row of the one it was grouped into.
        let shown = plan.proposals.filter { $0.state != .merged && $0.state != .withdrawn }
        rows = shown.map { one in
            Row(
                rowHref: "/plan/proposals/\(one.id)", rowTitle: one.proposal.title,
                rowProposer: texts.proposer(one.proposal.municipality), badge: PlanBadge(one.state, words),
                cells: plan.criteria.map { criterion in
                    Cell(
                        cellCriterion: criterion.criterion.title,
                        line: ProposalModel.MarkLine(criterion, of: one, in: plan, texts),
                        form: MatrixModel.form(criterion, of: one, in: plan, refused, texts))
                })
        }
        hasRows = !rows.isEmpty && !heads.isEmpty
        matrixHelp = words(texts.mayEdit && plan.stored.state.isOpen ? "plan.matrix-edit" : "plan.matrix-read")
    }

    static func name(_ proposal: Int64, _ criterion: Int64) -> String { "mark-\(proposal)-\(criterion)" }

    private static func form(
        _ criterion: StoredCriterion, of one: StoredProposal, in plan: OpenedPlan, _ refused: RefusedForm?,
        _ texts: PlanTexts
    ) -> CaseForm? {
        guard texts.mayEdit, plan.stored.state.isOpen, one.state == .open, !criterion.criterion.isCounted else {
            return nil
        }
        let words = texts.words
        let mark = plan.mark(one.id, criterion.id)
        let marks = PlanCriterion.Mark.allCases.map { (code: $0.rawValue, label: words("plan.mark." + $0.rawValue)) }
        return CaseForm(
            name(one.id, criterion.id), action: "/plan/\(plan.id)/matrix/\(one.id)/\(criterion.id)",
            title: words("plan.act.mark"), of: one.proposal.title + ", " + criterion.criterion.title,
            revision: mark?.revision ?? 0, refused
        ) { typed in
            [
                typed.plan(
                    "mark", .choice(marks.map(\.code)), texts, value: mark?.mark?.rawValue ?? "", options: marks,
                    none: words("plan.mark.none")),
                typed.plan("comment", .longText, texts, value: mark?.comment ?? ""),
            ] + typed.nameTick(words)
        }
    }
}
