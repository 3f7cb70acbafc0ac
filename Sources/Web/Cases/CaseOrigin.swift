import Casework
import Handbook
import Prevention
import Store

/// The case that a new one comes out of, as the form of the new one shows it: its parties may be carried over, each in the
/// role that is chosen.
struct CaseOrigin: Sendable {
    let originID: String
    let originKind: String
    let originNumber: String
    let originHref: String
    let originText: String
    let carried: [FieldInput]
    let hasCarried: Bool

    /// The form of a new case of `programme` that comes out of another.
    static func address(_ programme: Programme, from id: Int64, _ kind: CaseRelation) -> String {
        "/cases/new/\(programme.code)?from=\(id)&kind=" + kind.rawValue
    }

    static func carryName(_ person: Int64, as role: Party.Role) -> String { "carry.\(role.rawValue).\(person)" }

    /// What a form says of the case it comes out of; `nil` where it comes out of none.
    static func from(_ typed: Form) -> (case: Int64, kind: CaseRelation)? {
        guard let id = Int64(typed["from"]) else { return nil }
        return (id, CaseRelation(rawValue: typed["kind"]) ?? .follows)
    }

    /// The parties that a posted form carries over from `opened`.
    static func parties(_ typed: Form, of opened: OpenedCase) -> [(role: Party.Role, person: Int64)] {
        opened.file.parties.compactMap { party in
            Party.Role(rawValue: typed[carryName(party.person, as: party.role)]).map { ($0, party.person) }
        }
    }

    /// - Parameter isPosted: whether `typed` says whom to carry over; if not, everybody keeps their role where there is one.
    init(
        _ opened: OpenedCase, _ kind: CaseRelation, to programme: Programme, _ typed: Form, isPosted: Bool,
        _ problems: FormProblems?, _ texts: CaseTexts
    ) {
        let words = texts.words
        originID = String(opened.id)
        originKind = kind.rawValue
        originNumber = opened.row.number
        originHref = "/cases/\(opened.id)"
        originText = words("case-relation.kind." + kind.rawValue)
        let roles = NewCaseModel.roles(programme)
        carried =
            roles.isEmpty
            ? []
            : opened.file.parties.map { party in
                let name = CaseOrigin.carryName(party.person, as: party.role)
                let chosen = isPosted ? typed[name] : roles.contains(party.role) ? party.role.rawValue : ""
                let person = opened.persons[party.person]?.name ?? words("case-words.protected")
                let role = words("party-role." + party.role.rawValue).lowercased()
                return FieldInput(
                    id: NewCaseModel.prefix + "-carry-\(party.role.rawValue)-\(party.person)", name: name,
                    kind: .choice(roles.map(\.rawValue)),
                    label: words("case-relation.carry", ["name": person, "role": role]), value: chosen,
                    options: roles.map {
                        .init(
                            optionValue: $0.rawValue, optionLabel: words("party-role." + $0.rawValue),
                            isChosen: $0.rawValue == chosen)
                    }, problems: problems)
            }
        hasCarried = !carried.isEmpty
    }
}
