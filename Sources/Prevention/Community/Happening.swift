/// Something done together in a local area, as the cases of the place schemes tell it: a walk, a meeting, an agreement. It names
/// nobody; what an association was told about a resident (almenboligloven § 63 d) is never one.
public struct Happening: Sendable, Hashable {
    public enum Kind: String, Sendable, CaseIterable {
        /// Tryghedsvandring.
        case walk
        /// Borgermøde.
        case meeting
        /// A physical change that the owner has made.
        case done
        /// Aftale med et udskænkningssted, en fest eller Natteravnene.
        case agreement
        /// Besøg på et udskænkningssted.
        case visit
        /// Aktivitet, held.
        case activity
        /// Aktivitet, planned.
        case planned
        /// On or off a list of the ministry (*ministeriets liste*).
        case list
    }

    public let kind: Kind
    public let programme: String
    /// Row id of the case.
    public let file: Int64
    /// Among those of its kind in the case, from 1.
    public let number: Int
    public let municipality: String
    public let day: LocalDate
    /// The place of the case, or of this; free text of the police.
    public let place: String
    /// Which field says what exactly, and what: `kind` = `school-visit`.
    public let field: String
    public let choice: String
    /// How many came or were reached; `nil` where that is not said.
    public let people: Int?
    /// What was found, or came of it.
    public let remark: String
}

extension Happening {
    /// Those of a case, in order; none of a scheme that is not about places.
    public static func all(of file: CaseFile, law: LawBook) throws(LawBook.MissingRule) -> [Happening] {
        switch file.programme.code {
        case Programme.insecurity.code:
            return try walks(file) + meetings(file) + changes(file, law: law)
        case Programme.nightlife.code: return agreements(file) + visits(file)
        case Programme.activity.code: return activities(file)
        case Programme.housing.code: return lists(file)
        default: return []
        }
    }

    private init(
        _ kind: Kind, _ number: Int, in file: CaseFile, on day: LocalDate, place: String, field: String = "",
        choice: String = "", people: Int? = nil, remark: String = ""
    ) {
        self.kind = kind
        programme = file.programme.code
        self.file = file.id
        self.number = number
        municipality = file.municipality
        self.day = day
        self.place = place
        self.field = field
        self.choice = choice
        self.people = people
        self.remark = remark
    }

    private static func walks(_ file: CaseFile) -> [Happening] {
        file.entries("area-walk").enumerated().map { index, entry in
            Happening(
                .walk, index + 1, in: file, on: entry.at.day, place: file.fields["area"] ?? "", field: "walk_with",
                choice: entry.fields["walk_with"] ?? "", remark: entry.fields["walk_found"] ?? "")
        }
    }

    private static func meetings(_ file: CaseFile) -> [Happening] {
        file.entries("citizens-meeting").enumerated().map { index, entry in
            Happening(
                .meeting, index + 1, in: file, on: entry.at.day, place: entry.fields["meeting_place"] ?? "",
                people: entry.fields["meeting_attended"].flatMap { Int($0) },
                remark: entry.fields["meeting_result"] ?? "")
        }
    }

    private static func changes(_ file: CaseFile, law: LawBook) throws(LawBook.MissingRule) -> [Happening] {
        try WorkOrder.all(of: file, law: law).compactMap { order in
            guard order.state == .done, let day = order.answeredOn else { return nil }
            return Happening(
                .done, order.number, in: file, on: day, place: order.place, field: "order_what", choice: order.what,
                remark: order.answer)
        }
    }

    private static func agreements(_ file: CaseFile) -> [Happening] {
        guard let began = file.firstStep(into: "active") else { return [] }
        let day = LocalDate(file.fields["agreed_on"] ?? "") ?? began.at.day
        return [
            Happening(
                .agreement, 1, in: file, on: day, place: file.fields["place"] ?? "", field: "kind",
                choice: file.fields["kind"] ?? "", remark: file.fields["agreement"] ?? "")
        ]
    }

    private static func visits(_ file: CaseFile) -> [Happening] {
        file.entries("visit").enumerated().map { index, entry in
            Happening(
                .visit, index + 1, in: file, on: entry.at.day, place: file.fields["place"] ?? "",
                field: "visit_found", choice: entry.fields["visit_found"] ?? "")
        }
    }

    private static func activities(_ file: CaseFile) -> [Happening] {
        guard file.stage != "cancelled" else { return [] }
        let held = file.firstStep(into: "held")
        guard let day = held?.at.day ?? LocalDate(file.fields["planned_on"] ?? "") else { return [] }
        return [
            Happening(
                held == nil ? .planned : .activity, 1, in: file, on: day, place: file.fields["place"] ?? "",
                field: "kind", choice: file.fields["kind"] ?? "", people: file.fields["reached"].flatMap { Int($0) },
                remark: file.fields["outcome"] ?? "")
        ]
    }

    private static func lists(_ file: CaseFile) -> [Happening] {
        file.entries("ministry-list").enumerated().map { index, entry in
            Happening(
                .list, index + 1, in: file,
                on: LocalDate(entry.fields["list_date"] ?? "") ?? entry.at.day, place: file.fields["area"] ?? "",
                field: "list_kind", choice: entry.fields["list_kind"] ?? "", remark: entry.fields["list_status"] ?? "")
        }
    }
}
