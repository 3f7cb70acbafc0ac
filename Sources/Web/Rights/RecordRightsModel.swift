import Casework
import Handbook
import Prevention
import Store

/// Where a record is read.
enum RecordAddress {
    static func of(_ subject: Addendum.Subject, _ id: Int64) -> String {
        switch subject {
        case .caseFile: return "/cases/\(id)"
        case .person: return "/persons/\(id)"
        case .hit: return "/screening/\(id)"
        case .incident: return "/"
        }
    }

    static func done(_ word: String, _ subject: Addendum.Subject, _ id: Int64) -> String {
        of(subject, id) + "?done=" + word
    }
}

/// Addenda and legal holds on the page of a case or a person: the partial `record-rights`, under the name `rights`.
struct RecordRightsModel: Sendable {
    struct Line: Sendable {
        let addendumText: String
        let addendumBy: String
        let addendumMoment: String
        let addendumTime: String
    }

    struct Hold: Sendable {
        let holdReason: String
        let holdBy: String
        let liftHref: String?
    }

    let addenda: [Line]
    let hasAddenda: Bool
    let addHref: String
    let holds: [Hold]
    let hasHolds: Bool
    /// Where it is held back; `nil` for those who may not.
    let holdHref: String?

    static func load(_ subject: LegalHold.Subject, _ id: Int64, _ visit: Visit) async throws -> RecordRightsModel {
        let actor = try visit.actor
        let found =
            actor.may(.workCases)
            ? try await ReadRecordRights(subject, id)(visit.authorized(Acts.WorkCases.self), in: visit.office)
            : .nothing
        let names = try await NameAccounts()(in: visit.office)
        return RecordRightsModel(
            subject, id, found, names: names, mayHold: actor.may(.manageRetention), visit.words)
    }

    private init(
        _ subject: LegalHold.Subject, _ id: Int64, _ found: ReadRecordRights.Found, names: [String: String],
        mayHold: Bool, _ words: Words
    ) {
        func account(_ name: String) -> String { names[name] ?? words.actor(name) }
        addenda = found.addenda.map {
            Line(
                addendumText: $0.text,
                addendumBy: account($0.actor) + ", " + words("addendum.asked-by", ["name": $0.requestedBy]),
                addendumMoment: TypedValue.forInput($0.at), addendumTime: $0.at.danish)
        }
        hasAddenda = !addenda.isEmpty
        addHref = "/addenda?to=\(subject.rawValue)&id=\(id)"
        holds = found.holds.map {
            Hold(
                holdReason: $0.reason,
                holdBy: words("hold.by", ["name": account($0.setBy), "date": $0.setAt.danish]),
                liftHref: mayHold ? "/retention/holds/\($0.id)/lift" : nil)
        }
        hasHolds = !holds.isEmpty
        holdHref = mayHold ? "/retention/holds/new?on=\(subject.rawValue)&id=\(id)" : nil
    }
}
