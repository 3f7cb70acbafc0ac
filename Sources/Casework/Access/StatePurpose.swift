public import Prevention
import SQL
import Store

/// Takes down why somebody looks a person up. The number of a case, where one is given, must be one that the actor may know of.
public struct StatePurpose: Sendable {
    public let kind: Purpose.Kind
    public let text: String

    /// - Parameter text: the number of the case or incident, or in words why.
    public init(_ kind: Purpose.Kind, _ text: String) {
        self.kind = kind
        self.text = text
    }

    /// The kinds that somebody may choose from.
    public static func kinds(for actor: Actor) -> [Purpose.Kind] {
        Purpose.Kind.allCases.filter { kind in
            switch kind {
            case .screening: return actor.may(.screen)
            case .identity: return actor.may(.reviewIdentities)
            default: return true
            }
        }
    }

    /// - Throws: `Refused`: `purpose-explanation`, `purpose-unknown-case`.
    public func callAsFunction(_ who: Authorized<Acts.FindPersons>, in office: Office) async throws -> Purpose {
        guard StatePurpose.kinds(for: who.actor).contains(kind) else { throw Refused("forbidden") }
        let purpose = try await purpose(who, office)
        if let refusal = purpose.refusal { throw Refused([refusal]) }
        return purpose
    }

    private func purpose(_ who: Authorized<Acts.FindPersons>, _ office: Office) async throws -> Purpose {
        if text.isEmpty { return Purpose(kind) }
        let text = text
        let scope = who.scope
        switch kind {
        case .caseWork:
            // Words that are no number say why just as well.
            guard let id = CaseNumber.id(in: text) else { return Purpose(kind, explanation: text) }
            guard let row = try await office.database.read({ try CaseStore.rows([id], scope: scope, in: $0).first }),
                row.number == text.uppercased() || !text.contains("-")
            else { throw Refused("purpose-unknown-case", ["value": text]) }
            return Purpose(kind, reference: row.number)
        case .incident:
            let isKnown = try await office.database.read { try IncidentStore.exists(numbered: text, in: $0) }
            let seesIncidents = PersonScope(of: who.actor) == .everybody
            return isKnown && seesIncidents ? Purpose(kind, reference: text) : Purpose(kind, explanation: text)
        case .forumItem, .screening, .identity, .other:
            return Purpose(kind, explanation: text)
        }
    }
}
