import Casework
import Handbook
import Prevention
import Store

/// The page of a case.
struct CaseModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factLines: [String]
    }

    struct Next: Sendable {
        let nextHref: String
        let nextLabel: String
    }

    let head: CaseHead
    let caseHref: String
    let revision: Int
    let isClosed: Bool
    /// Of a refused form, for the top of the page.
    let problems: FormProblems?
    let conflict: CaseConflict?
    /// Right after a step or an entry: the form that takes it back.
    let undoNow: CaseForm?
    let clocks: [CaseClockModel]
    let hasClocks: Bool
    let steps: [CaseStepModel]
    let hasSteps: Bool
    /// Why there are none, and who takes the next one.
    let noSteps: String
    /// Whether the reader can hand the case to somebody who takes it.
    let handOverLink: Bool
    let entries: [CaseStepModel]
    let hasEntries: Bool
    let facts: [Fact]
    let hasFacts: Bool
    let parties: [CasePartyModel]
    let hasParties: Bool
    let events: [CaseEventModel]
    let openTasks: [CaseTaskLine]
    let hasOpenTasks: Bool
    /// Where the tasks are handed over that lie with somebody who cannot open the case any more; `nil` where there are none.
    let strandedHref: String?
    let strandedText: String
    let relations: [CaseRelatedModel.Line]
    let hasRelations: Bool
    /// `nil` where the reader's role takes no steps.
    let handOver: CaseHandOver?
    /// The page on which what was typed wrong is corrected; `nil` where the reader may not.
    let correctHref: String?
    let addParty: CasePartyForm?
    let law: CaseLawModel
    /// What a case like this often leads on to.
    let next: [Next]
    let rights: RecordRightsModel
    /// Suggestions, and what was taken to a leader.
    let watch: CaseWatchModel

    /// - Parameter hasJustDone: whether the newest event was written by the form before.
    init(
        _ view: CaseView, _ refused: RefusedForm?, actor: Actor, hasJustDone: Bool = false, _ texts: CaseTexts,
        _ rights: RecordRightsModel
    ) throws {
        self.rights = rights
        watch = CaseWatchModel(view, actor: actor, texts)
        let programme = view.file.programme
        let words = texts.words
        head = CaseHead(view.opened, at: .overview, texts)
        caseHref = head.headHref
        revision = view.row.revision
        isClosed = !view.row.isOpen
        problems = refused?.problems
        conflict = refused.flatMap { CaseConflict($0, since: view.items, of: view.opened, texts) }
        clocks = try CaseClockModel.governing(view.clocks, texts).map {
            try CaseClockModel($0, of: programme, mayPause: view.mayHandle, refused, texts)
        }
        hasClocks = !clocks.isEmpty
        steps = try view.steps.map { step in
            let ruledOut = try Engine.ruledOut(step, on: view.file, at: texts.now, law: texts.handbook.law)
            return CaseStepModel(step, view.file, ruledOut: ruledOut, refused, texts)
        }
        hasSteps = !steps.isEmpty
        let onward = programme.transitions(from: Stage(view.row.stage))
        let takers = Role.allCases.filter { role in onward.contains { $0.by.contains(role) } }
        noSteps =
            takers.isEmpty
            ? words("case-page.no-steps-closed")
            : words(
                view.entries.isEmpty ? "case-page.no-steps" : "case-page.no-steps-entries",
                ["roles": takers.map { words("role." + $0.rawValue) }.joined(separator: ", ")])
        handOverLink = view.mayHandle && !takers.isEmpty
        entries = view.entries.map { CaseStepModel($0, on: view.opened, refused, texts) }
        hasEntries = !entries.isEmpty
        facts = programme.form.compactMap { field in
            guard let value = view.file.fields[field.code], !value.isEmpty else { return nil }
            let shown = texts.value(value, of: field, in: programme)
            return Fact(
                factLabel: words.name("field", field.code, of: programme),
                factLines: shown.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
        }
        hasFacts = !facts.isEmpty
        parties = view.file.parties.map {
            CasePartyModel(
                $0, view.persons[$0.person], mayOpen: actor.may(.findPersons), mayRemove: view.mayHandle, refused, texts
            )
        }
        hasParties = !parties.isEmpty
        func undo(_ event: Int64, _ id: String) -> CaseForm {
            CaseForm(
                id, action: "/cases/\(view.row.id)/event/\(event)/undo", title: words("case-undo.undo"),
                revision: view.row.revision, refused, isDanger: true
            ) { form in [form.input("reason", .text, words("case-undo.reason"), isRequired: true)] }
        }
        events = view.events.map { event in
            CaseEventModel(
                event, of: programme, parties: texts.parties(of: view.opened),
                undo: event.id == view.undoable ? undo(event.id, "undo") : nil, texts)
        }
        undoNow = hasJustDone ? view.undoable.map { undo($0, "undo-now") } : nil
        openTasks = view.tasks.map { CaseTaskLine($0, texts) }
        hasOpenTasks = !openTasks.isEmpty
        strandedHref = view.stranded.isEmpty ? nil : caseHref + "/tasks"
        strandedText = words(
            view.stranded.count == 1 ? "task.stranded-here.one" : "task.stranded-here.many",
            ["count": words.number(view.stranded.count)])
        relations = view.relations.map {
            CaseRelatedModel.Line($0, "/cases/\(view.row.id)", mayRemove: false, nil, texts)
        }
        hasRelations = !relations.isEmpty
        handOver = view.mayHandle ? CaseHandOver(view, actor, refused, texts) : nil
        correctHref = view.mayHandle ? "/cases/\(view.row.id)/correct" : nil
        addParty =
            programme.regime == .none || !view.mayHandle
            ? nil : CasePartyForm(view.file, maySearch: actor.may(.findPersons), refused, texts)
        law = CaseLawModel(programme, texts, of: view.file)
        let scope = CaseScope(of: actor)
        next =
            programme.leadsTo.compactMap { Catalogue.programme($0) }
            .filter { scope.contains($0) && $0.isHandled(by: actor) }
            .map {
                Next(
                    nextHref: CaseOrigin.address($0, from: view.row.id, .refers),
                    nextLabel: words("case-relation.open-of", ["programme": texts.programme($0)]))
            } + CaseModel.notices(view, actor, words)
    }
}

extension CaseModel {
    /// From a sent report to what it leads to, and from a notice to its way between the authorities.
    private static func notices(_ view: CaseView, _ actor: Actor, _ words: Words) -> [Next] {
        let programme = view.file.programme
        if programme.goesToAddress, NoticeSide(of: actor) != nil {
            let home = view.file.subject.flatMap { view.persons[$0.person]?.municipality } ?? ""
            let hasMoved =
                !home.isEmpty && home != view.row.municipality && actor.kind == .municipality
                && Programme.movableNoticeStages.contains(Stage(view.row.stage))
            let label = words(hasMoved ? "concern.move-link" : "concern.page-link")
            return [Next(nextHref: "/notices/\(view.row.id)", nextLabel: label)]
        }
        guard programme.code == Programme.socialReport.code, view.mayHandle, view.file.firstStep(into: "sent") != nil,
            let target = ReportLead.Target(rawValue: view.file.fields["leads_to"] ?? "")
        else { return [] }
        return [
            Next(
                nextHref: "/notices/report/\(view.row.id)",
                nextLabel: words(target == .notice ? "concern.lead-link" : "concern.group-link"))
        ]
    }
}

/// Somebody who takes part in a case.
struct CasePartyModel: Sendable {
    let roleName: String
    let personName: String
    let isMasked: Bool
    let isProtected: Bool
    let personHref: String?
    let bornOn: String?
    let livesIn: String?
    let removal: Removal?

    /// The form that takes out somebody who was added by mistake.
    struct Removal: Sendable {
        let removeID: String
        let removePath: String
        let removeReason: String
        let removeError: String?
        let isRemoveOpen: Bool
    }

    init(
        _ party: Party, _ person: PersonView?, mayOpen: Bool, mayRemove: Bool, _ refused: RefusedForm?,
        _ texts: CaseTexts
    ) {
        let path = CasePartyModel.removal(of: party.person, as: party.role)
        let own = refused.flatMap { $0.name == path ? $0 : nil }
        removal =
            !mayRemove || party.role == .subject
            ? nil
            : Removal(
                removeID: "remove-\(party.role.rawValue)-\(party.person)", removePath: path,
                removeReason: own?.typed["reason"] ?? "", removeError: own?.problems.text(at: path),
                isRemoveOpen: own != nil)
        roleName = texts.words("party-role." + party.role.rawValue)
        isMasked = person?.name == nil
        isProtected = person?.isProtected ?? false
        personName = person?.name ?? texts.words("case-words.protected")
        personHref = mayOpen ? PersonLink.to(party.person) : nil
        bornOn = person?.birthDate.map { birth in
            let age = Age.years(bornOn: birth, on: texts.today)
            let amount = age.map { texts.words.amount($0, .years) } ?? ""
            return texts.words("case-page.born", ["date": birth.danish, "age": amount])
        }
        livesIn = person?.municipality.map { texts.municipality($0) }
    }

    /// Where the form is sent, below the case; and its name.
    static func removal(of person: Int64, as role: Party.Role) -> String {
        "party/\(role.rawValue)/\(person)/remove"
    }
}

/// The form that adds somebody to a case.
struct CasePartyForm: Sendable {
    let partyRoles: SelectOptions
    let partyPerson: String
    let partyError: String?
    /// Where a person is found by name; `nil` for those who may not search.
    let partySearch: String?

    init(_ file: CaseFile, maySearch: Bool, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let own = refused.flatMap { $0.name == "party" ? $0 : nil }
        let wanted = own?.typed["role"] ?? ""
        let roles = file.programme.partyRoles.filter { $0 != .subject || file.subject == nil }
        partyRoles = SelectOptions(
            roles.map {
                .init(
                    optionValue: $0.rawValue, optionLabel: texts.words("party-role." + $0.rawValue),
                    isChosen: $0.rawValue == wanted)
            })
        partySearch = maySearch ? "/persons" : nil
        partyPerson = own?.typed["person"] ?? ""
        partyError = own?.problems.text(at: "party")
    }
}

/// What the law says about the cases of a programme. The acts are named in Danish.
struct CaseLawModel: Sendable {
    let regimeName: String
    let legalBasis: [String]
    let sharing: [String]
    let retention: String?
    let nevers: [String]
    let hasNevers: Bool

    /// - Parameter file: the case, whose outcome may have a retention of its own; `nil` for the programme as such.
    init(_ programme: Programme, _ texts: CaseTexts, of file: CaseFile? = nil) {
        let words = texts.words
        regimeName = words("regime." + programme.regime.rawValue)
        legalBasis = programme.legalBasis
        sharing = words("sharing." + programme.code).split(separator: "\n").map(String.init)
        let rule = try? texts.handbook.law.rule(file.map(programme.retention) ?? programme.retention, on: texts.today)
        let closed = file.flatMap { try? CaseRetention($0, on: texts.today, law: texts.handbook.law) }
        retention = rule.map {
            words("case-page.kept", ["amount": words.amount($0)]) + (closed.map { ": " + $0.dueOn.danish } ?? "")
        }
        nevers = programme.prohibitions.map { words("refusal." + $0) }
        hasNevers = !nevers.isEmpty
    }
}
