import Exchange
import Prevention

/// A try at something that must never be (*forbud*): the case as it stands before, and the act that goes too far. The same
/// attempt is made through the pages and as a line of `cases.jsonl`.
struct Attempt: Sendable {
    /// Something that is done to a case, at a moment, with the fields of its form.
    enum Act: Sendable {
        case step(Stage, String, [String: String] = [:])
        /// A step with a note.
        case noted(Stage, String, String)
        case entry(String, String, [String: String])
        case party(Party.Role, Member)
    }

    /// Somebody of the cast that every site of the suite has, by their id in the source.
    enum Member: String, Sendable, CaseIterable {
        /// Nine years old in January 2026.
        case nine
        /// Twelve years old.
        case child
        case adult, other
        /// Young people of other years, for the dates of the law.
        case born1996, born1997, born2006
        /// Grown up, with a protected address.
        case hidden

        var born: String {
            switch self {
            case .nine: return "2016-06-01"
            case .child: return "2013-05-01"
            case .born1996: return "1996-01-01"
            case .born1997: return "1997-06-01"
            case .born2006: return "2006-06-01"
            default: return "1990-01-01"
            }
        }

        static let hiddenAddress = "Skjulestien 7"
    }

    /// Of the refusal.
    let code: String
    let programme: String
    var municipality = "259"
    var parties: [Party.Role: Member] = [:]
    let opened: String
    let fields: [String: String]
    /// What is done first, which is allowed.
    var after: [Act] = []
    /// What is tried then; `nil` where opening the case is the attempt.
    var tries: Act?
    /// What is tried instead on the pages, with its refusal, where these already keep one from coming so far.
    var onPage: (code: String, act: Act)?
    /// Fields that only an import can bring, in the place of those above.
    var imported: [String: String] = [:]
    /// Lines of `cases.jsonl` that are there before.
    var given: [String] = []

    /// Whoever does it: a role of the programme, in the whole district where there is one.
    static func role(_ roles: [Role]) -> Role {
        roles.contains(.secretariat) ? .secretariat : roles.first ?? .officer
    }

    /// The line that would carry the case into the system; without the last act, the sound case before it.
    func record(_ id: String, isSound: Bool) -> CaseRecord {
        var fields = self.fields
        var parties = self.parties.map { CaseRecord.Party(person: $1.rawValue, role: $0.rawValue) }
        let first = Catalogue.programme(programme)?.firstStage.code ?? ""
        var events = [CaseRecord.Event(stage: first, at: opened)]
        for act in after + (isSound ? [] : [tries].compactMap { $0 }) {
            switch act {
            case .step(let stage, let at, let filled):
                events.append(.init(stage: stage.code, at: at))
                fields.merge(filled) { $1 }
            case .noted(let stage, let at, _):
                events.append(.init(stage: stage.code, at: at))
            case .entry(let code, let at, let filled):
                events.append(.init(entry: code, fields: filled, at: at))
            case .party(let role, let member):
                parties.append(.init(person: member.rawValue, role: role.rawValue))
            }
        }
        if !isSound { fields.merge(imported) { $1 } }
        return CaseRecord(
            id: id, programme: programme, municipality: municipality, parties: parties.isEmpty ? nil : parties,
            fields: fields, events: events)
    }
}
