import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// What undoing a merge would do, and the form that does it.
struct UndoForm: Sendable {
    struct Side: Sendable {
        let sideTitle: String
        let sideRecords: [IdentityModel.RecordLine]
        let facts: [Fact]
        let sideCases: [PersonModel.CaseLine]
        let hasSideCases: Bool
    }

    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    /// Something that came after the merge, with the question about whom it is.
    struct Later: Sendable {
        let laterText: String
        let laterName: String
        let choices: [Choice]
    }

    struct Choice: Sendable {
        let choiceCode: String
        let choiceLabel: String
        let isChosen: Bool
    }

    private static let prefix = "row."

    let action: String
    let back: String
    let lead: String
    let sides: [Side]
    let hasLater: Bool
    let later: [Later]
    /// Said where somebody wants it already, with why.
    let proposed: String?
    let proposedWords: String?
    let drop: String?
    let reason: String
    let problems: FormProblems?
    let reasonError: String?

    static func answer(_ visit: Visit, _ refused: Refused?, _ form: Form) async throws -> Reply {
        let id = try visit.parameter("id", as: Int64.self)
        let undone = try await PreviewUndo(id)(visit.authorized(Acts.ReviewIdentities.self), in: visit.office)
        let names = try await NameAccounts()(in: visit.office)
        let page = UndoForm(undone, names, visit, refused, form)
        return .page("merge-undo", page, status: refused == nil ? .ok : .unprocessableContent)
    }

    /// About whom each of what came after the merge is, by the key of its row.
    static func choices(_ form: Form) -> [String: Bool] {
        form.fields(startingWith: prefix).mapValues { $0 == "first" }
    }

    private init(
        _ undone: UndoneMerge, _ names: [String: String], _ visit: Visit, _ refused: Refused?, _ form: Form
    ) {
        let words = visit.words
        let naming = RecordNaming(visit)
        action = "/merges/\(undone.merge.id)/undo"
        back = IdentityLink.to(undone.person)
        lead =
            words("identity.undo.lead", ["date": undone.merge.at.danish])
            + (undone.needsSecond ? " " + words("identity.undo.needs-second") : "")
        proposed = undone.proposal.map {
            words("identity.undo.proposed", ["name": names[$0.actor] ?? $0.actor, "at": $0.at.danish])
        }
        proposedWords = undone.proposal?.words
        drop = undone.proposal == nil ? nil : action + "/drop"
        func title(_ side: UndoneMerge.Side) -> String { side.records.first.map(naming.name) ?? "" }
        sides = [undone.first, undone.second].map { side in
            let counts: [(String, Int?)] = [
                ("relations", side.relations), ("incidents", side.incidents), ("cases", side.cases.count),
                ("hits", side.hits), ("items", side.items),
            ]
            return Side(
                sideTitle: title(side), sideRecords: side.records.map(naming.line),
                facts: counts.compactMap { key, count in
                    count.map { Fact(factLabel: words("identity.hangs." + key), factText: words.number($0)) }
                },
                sideCases: side.cases.map { PersonModel.CaseLine($0, words) }, hasSideCases: !side.cases.isEmpty)
        }
        let (first, second) = (title(undone.first), title(undone.second))
        later = undone.later.map { one in
            let name = UndoForm.prefix + one.row.key
            let isFirst = form[name].isEmpty ? one.isAboutFirst : form[name] == "first"
            return Later(
                laterText: UndoForm.text(one, visit), laterName: name,
                choices: [
                    Choice(choiceCode: "first", choiceLabel: first, isChosen: isFirst),
                    Choice(choiceCode: "second", choiceLabel: second, isChosen: !isFirst),
                ])
        }
        hasLater = !later.isEmpty
        reason = form["reason"]
        let items = (refused?.refusals ?? []).map {
            FormProblems.Item(problemText: words.refusal($0, programme: nil), problemTarget: "reason")
        }
        problems = FormProblems(found: items, words: words)
        reasonError = items.first?.problemText
    }

    private static func text(_ later: UndoneMerge.Later, _ visit: Visit) -> String {
        let words = visit.words
        switch later.row.kind {
        case .party:
            return words(
                "identity.later.party",
                ["number": later.caseRow?.number ?? "", "role": words("party-role." + later.row.role)])
        case .incident:
            let type = later.incident.map { visit.office.handbook.incidentTypeName($0.type, visit.language) } ?? ""
            return words("identity.later.incident", ["date": later.incident?.day.danish ?? "", "type": type])
        case .item: return words("identity.later.item", ["number": String(later.row.id)])
        case .request: return words("identity.later.request", ["number": String(later.row.id)])
        }
    }
}

/// The form that merges a record with another: first whom, then both side by side and why.
struct MergeForm: Sendable {
    let action: String
    let back: String
    let lead: String
    /// `nil` until the other is known.
    let record: String?
    let records: [IdentityModel.RecordLine]
    let other: String
    let reason: String
    let problems: FormProblems?
    let otherError: String?
    let reasonError: String?
    /// The doubt on which it has to be decided instead.
    let doubtHref: String?

    static func answer(
        _ visit: Visit, _ id: Int64, other: Int64?, _ form: Form, _ refused: Refused?
    ) async throws -> Reply {
        let who = try visit.authorized(Acts.ReviewIdentities.self)
        var identities = [try await ReadIdentity(id)(who, in: visit.office)]
        if let other { identities.append(try await ReadIdentity(other)(who, in: visit.office)) }
        let page = MergeForm(identities, visit, id, other, form, refused)
        return .page("person-merge", page, status: refused == nil ? .ok : .unprocessableContent)
    }

    private init(
        _ identities: [Identity], _ visit: Visit, _ id: Int64, _ other: Int64?, _ form: Form, _ refused: Refused?
    ) {
        let naming = RecordNaming(visit)
        action = PersonLink.to(id) + "/merge"
        back = IdentityLink.to(id)
        let needsSecond = visit.office.handbook.matching.fourEyes.demands(.same)
        lead =
            visit.words(other == nil ? "identity.merge.lead" : "identity.merge.lead-both")
            + (needsSecond ? " " + visit.words("identity.merge.needs-second") : "")
        record = other.map { String($0) }
        records = identities.flatMap(\.records).map(naming.line)
        self.other = form["other"]
        reason = form["reason"]
        let target = other == nil ? "other" : "reason"
        let items = (refused?.refusals ?? []).map {
            FormProblems.Item(problemText: visit.words.refusal($0, programme: nil), problemTarget: target)
        }
        problems = FormProblems(found: items, words: visit.words)
        otherError = other == nil ? items.first?.problemText : nil
        reasonError = other == nil ? nil : items.first?.problemText
        doubtHref = refused?.refusals.lazy.compactMap { $0.arguments["doubt"] }.first.map { "/identities/" + $0 }
    }
}
