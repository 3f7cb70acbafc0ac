import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// The page on which somebody says whether two records are one person.
struct DoubtModel: Sendable {
    struct Field: Sendable {
        let fieldName: String
        let fieldFirst: String
        let fieldSecond: String
        /// How far they agree; `nil` for what is not compared.
        let fieldLevel: String?
    }

    struct Member: Sendable {
        let memberName: String
        let memberLink: String
        let memberTies: String
        let isOfBoth: Bool
    }

    struct Side: Sendable {
        let sideTitle: String
        /// `nil` where it is hidden who this is.
        let sideLink: String?
        let sideMembers: [Member]
        let hasSideMembers: Bool
    }

    struct Incident: Sendable {
        let day: String
        let date: String
        let type: String
        let place: String
        let first: String
        let second: String
        let isHeld: Bool
        let isOfBoth: Bool
    }

    struct Decision: Sendable {
        let decidedAt: String
        let decidedMoment: String
        let decidedWhat: String
        let decidedBy: String
        let decidedWords: String
    }

    let number: String
    let origin: String
    let foundOn: String
    let foundDay: String
    let stateLabel: String
    let waits: Bool
    let isHidden: Bool
    /// Where to say why protected persons have to be shown.
    let needs: [Need]
    let firstTitle: String
    let secondTitle: String
    let fields: [Field]
    let evidence: DoubtEvidence?
    let sides: [Side]
    let incidents: [Incident]
    let hasIncidents: Bool
    let incidentCaption: String
    /// What would be otherwise if they were one.
    let changes: [String]
    let decisions: [Decision]
    let hasDecisions: Bool
    /// Said where something else has changed them since they were decided on.
    let undoneText: String?
    let decide: DoubtDecideForm?
    /// Said where another has to agree.
    let waitsText: String?
    let reopen: DoubtReopenForm?
    let problems: FormProblems?
    let nextHref: String
    let previousHref: String

    struct Need: Sendable {
        let needHref: String
        let needText: String
    }

    static func answer(_ visit: Visit, _ form: DoubtForm) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let page = try await ReadDoubt(id)(visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
        let shown = page.isHidden ? [] : page.sides.flatMap { [$0.person.id, $0.stands] + $0.family.map(\.id) }
        let own = page.sides.filter { $0.person.isProtected }.map(\.stands)
        await visit.state(Purpose(.identity, reference: String(id)), for: shown + own)
        let status: HTTPResponse.Status =
            form.refusals.isEmpty
            ? .ok : form.refusals.contains { $0.code == "doubt-changed" } ? .conflict : .unprocessableContent
        return .page("identity", DoubtModel(page, form, visit), status: status)
    }

    init(_ page: DoubtPage, _ form: DoubtForm, _ visit: Visit) {
        let words = visit.words
        let doubt = page.doubt
        let naming = PersonNaming(visit)
        let texts = DoubtTexts(words: words)
        number = words("doubt.number", ["id": String(doubt.id)])
        origin = words("doubt.origin." + doubt.origin.rawValue).lowercased()
        foundOn = doubt.foundAt.day.danish
        foundDay = doubt.foundAt.day.description
        stateLabel = words("doubt.state-one." + doubt.state.rawValue)
        waits = doubt.state.waits
        isHidden = page.isHidden
        needs =
            page.isHidden
            ? page.sides.filter(\.person.isProtected).map {
                Need(
                    needHref: PersonLink.to($0.stands) + "/protection",
                    needText: words("doubt.hidden.need", ["age": naming.age($0.person) ?? "–"]))
            } : []
        firstTitle = words(doubt.origin == .import ? "doubt.side.new" : "doubt.side.first")
        secondTitle = words(doubt.origin == .import ? "doubt.side.known" : "doubt.side.second")
        let titles = [firstTitle, secondTitle]
        fields = page.isHidden ? [] : DoubtModel.fields(page, texts, naming)
        evidence = page.isHidden ? nil : DoubtEvidence(doubt, words)
        sides =
            page.isHidden
            ? []
            : zip(titles, page.sides).map { Side($0, $1, common: page.inBothFamilies, naming) }
        let shown = IncidentNaming(words: words, masked: page.masked)
        incidents = page.incidents.map { Incident($0, shown, naming, visit.language) }
        hasIncidents = !incidents.isEmpty
        incidentCaption = words(
            page.hasMoreIncidents ? "doubt.incidents.newest" : "doubt.incidents.count",
            ["count": words.number(page.incidents.count)])
        changes = page.isHidden || page.isOnePerson ? [] : DoubtModel.changes(page, words)
        decisions = page.decisions.map { Decision($0, words) }
        hasDecisions = !page.decisions.isEmpty
        undoneText = DoubtModel.undone(page).map { words("doubt.undone." + $0) }
        problems = FormProblems(
            found: form.refusals.map {
                .init(problemText: words.refusal($0, programme: nil), problemTarget: form.target($0))
            }, words: words)
        let asks = waits && !page.isHidden && !page.waitsForOther
        decide = asks ? DoubtDecideForm(page, form.isReopening ? DoubtForm() : form, words) : nil
        waitsText = page.waitsForOther ? words("doubt.decide.waits") : nil
        let isDone = [.same, .different, .second].contains(doubt.state)
        reopen = isDone && !page.isHidden ? DoubtReopenForm(page, form.isReopening ? form : DoubtForm(), words) : nil
        nextHref = "/identities/next?after=\(doubt.id)"
        previousHref = "/identities/next?before=\(doubt.id)"
    }

    /// What each record says, side by side.
    private static func fields(_ page: DoubtPage, _ texts: DoubtTexts, _ naming: PersonNaming) -> [Field] {
        let words = naming.words
        let levels = Dictionary(
            page.doubt.evidence.parts.map { ($0.field, texts.level($0)) }, uniquingKeysWith: { first, _ in first })
        func said(_ text: String?) -> String { (text ?? "").isEmpty ? words("doubt.nothing-said") : text ?? "" }
        func field(_ key: String, _ part: MatchEvidence.Part.Field?, _ value: (DoubtSide) -> String?) -> Field {
            let values = page.sides.map { said(value($0)) }
            return Field(
                fieldName: words("doubt.field." + key), fieldFirst: values.first ?? "", fieldSecond: values.last ?? "",
                fieldLevel: part.flatMap { levels[$0] })
        }
        return [
            field("given", .given) { $0.givenNames }, field("family", .family) { $0.familyName },
            field("date", .date) { $0.person.birthDate?.danish },
            // The digits themselves stand on no page.
            field("number", .number) { _ in words("doubt.number-not-shown") },
            field("place", .place) { naming.address($0.person) },
            field("municipality", nil) { naming.municipality(of: $0.person) },
            field("sex", .sex) { side in side.sex.map { words("doubt.sex." + $0.rawValue.lowercased()) } },
            field("source-id", nil) { $0.externalID },
        ]
    }

    private static func changes(_ page: DoubtPage, _ words: Words) -> [String] {
        let parts = page.incidents.reduce(into: [0, 0]) { counts, one in
            for (index, roles) in one.roles.enumerated() where !roles.isEmpty { counts[index] += 1 }
        }
        let held = page.incidents.filter(\.isHeld).count
        let both = page.incidents.filter(\.isOfBoth).count
        let family = Set(page.sides.flatMap { $0.family.map(\.id) }).count
        let first = page.sides.first?.family.count ?? 0
        let second = page.sides.last?.family.count ?? 0
        var changes = [
            words(
                "doubt.changes.incidents",
                [
                    "first": words.number(parts[0]), "second": words.number(parts[1]),
                    "both": words.number(page.incidents.count),
                ])
        ]
        if family > 0 {
            changes.append(
                words(
                    "doubt.changes.family",
                    ["first": words.number(first), "second": words.number(second), "both": words.number(family)]))
        }
        if held > 0 { changes.append(words("doubt.changes.held", ["count": words.number(held)])) }
        if both > 0 { changes.append(words("doubt.changes.together", ["count": words.number(both)])) }
        let common = page.inBothFamilies.count
        if common > 0 { changes.append(words("doubt.changes.common", ["count": words.number(common)])) }
        return changes
    }

    fileprivate static func unique(_ texts: [String]) -> [String] {
        var seen: Set<String> = []
        return texts.filter { seen.insert($0).inserted }
    }

    /// Whether what was decided holds no more, because somebody has merged or parted them elsewhere.
    private static func undone(_ page: DoubtPage) -> String? {
        switch page.doubt.state {
        case .same where !page.isOnePerson: return "same"
        case .different where page.isOnePerson: return "different"
        default: return nil
        }
    }
}

extension DoubtModel.Side {
    fileprivate init(_ title: String, _ side: DoubtSide, common: Set<Int64>, _ naming: PersonNaming) {
        let words = naming.words
        sideTitle = title
        sideLink = PersonLink.to(side.stands)
        let members = side.family.map { member in
            let ties = side.relations.filter {
                [$0.person, $0.related].contains(member.id) && [$0.person, $0.related].contains(side.stands)
            }
            let kinds = DoubtModel.unique(
                ties.map { tie in
                    tie.person != member.id && tie.kind.isCarer
                        ? words("doubt.family.child") : words("relation." + tie.kind.rawValue)
                })
            return DoubtModel.Member(
                memberName: naming.label(member), memberLink: PersonLink.to(member.id),
                memberTies: kinds.isEmpty ? words("doubt.family.household") : kinds.joined(separator: ", "),
                isOfBoth: common.contains(member.id))
        }
        sideMembers = members
        hasSideMembers = !members.isEmpty
    }
}

extension DoubtModel.Incident {
    fileprivate init(
        _ one: DoubtIncident, _ shown: IncidentNaming, _ naming: PersonNaming, _ language: Language
    ) {
        day = one.incident.day.danish
        date = one.incident.day.description
        type = naming.handbook.incidentTypeName(one.incident.type, language)
        place = shown.place(one.incident)
        let roles = one.roles.map { roles in
            roles.isEmpty
                ? "–" : roles.map { naming.words("incident-role." + $0.rawValue) }.joined(separator: ", ")
        }
        first = roles.first ?? "–"
        second = roles.last ?? "–"
        isHeld = one.isHeld
        isOfBoth = one.isOfBoth
    }
}

extension DoubtModel.Decision {
    fileprivate init(_ decision: DoubtDecision, _ words: Words) {
        decidedAt = decision.at.danish
        decidedMoment = decision.at.description
        decidedWhat = words("doubt.verdict-said." + decision.verdict.rawValue)
        decidedBy = decision.actor
        decidedWords = decision.words
    }
}
