import Handbook
public import Prevention
import SQL
import Store

/// Everything that was shared about one person: given, partly and declined (*videregivelser om en person*). The shape of
/// `kreds person disclosures --json`, documented in docs/disclosure-export.md. Keys and codes are English and stable.
public struct SharingList: Sendable, Hashable, Codable {
    public struct Side: Sendable, Hashable, Codable {
        public let name: String
        public let role: String
        public let authority: String
    }

    public struct Part: Sendable, Hashable, Codable {
        public let category: String
        public let detail: String
    }

    public struct Addendum: Sendable, Hashable, Codable {
        public let at: String
        public let text: String
        public let by: String
    }

    public struct Sharing: Sendable, Hashable, Codable {
        public let id: Int64
        public let at: String
        /// `given`, `partly` or `declined`.
        public let outcome: String
        public let basis: String
        public let giver: Side
        public let recipients: [Side]
        /// Whether it is about somebody else, and names this person beside them.
        public let isNamedOnly: Bool
        /// Of the item or case, as printed.
        public let reference: String
        /// Code of a kind of forum; empty outside one.
        public let forum: String
        public let meetingAt: String?
        public let purpose: String
        public let necessity: String
        public let whyNotLess: String
        /// Why nr. 2 reaches the prison service; empty where nobody needed to say.
        public let assessment: String
        public let parts: [Part]
        public let consent: String
        public let channel: String
        /// What the recipients may do with it, in Danish.
        public let onward: String
        /// Words were deleted when their time was over.
        public let isForgotten: Bool
        public let addenda: [Addendum]
    }

    /// From the log, of what went out before there were records, or on no basis that has one: letters, answers.
    public struct Earlier: Sendable, Hashable, Codable {
        public let at: String
        public let recipient: String
        public let reason: String
    }

    public internal(set) var format = "kreds-disclosures-1"
    public internal(set) var preparedAt: String
    public internal(set) var purpose: String
    /// What holds for the list as a whole, in Danish.
    public internal(set) var restriction: String
    /// Row id; `nil` for somebody who is not in the register.
    public internal(set) var person: Int64?
    /// Whether all that there is is listed, but for what belongs to sealed cases; otherwise what the reader may know of.
    public internal(set) var isWhole: Bool
    public internal(set) var disclosures: [Sharing] = []
    public internal(set) var earlier: [Earlier] = []

    /// Keys in order.
    public var json: String {
        get throws { try JSONText.encode(self) + "\n" }
    }
}

/// Lists everything that was shared about one person, after the purpose is said; logged before it is shown.
public struct ListSharings: Sendable {
    public enum About: Sendable, Hashable {
        /// Row id in the register.
        case person(Int64)
        /// Somebody who is not there, by CPR number.
        case number(String)
    }

    public let about: About
    public let purpose: SharingPurpose
    public let explanation: String

    public init(_ about: About, purpose: SharingPurpose, explanation: String = "") {
        self.about = about
        self.purpose = purpose
        self.explanation = explanation
    }

    /// Who it is about, with the records.
    public struct Found: Sendable {
        public let person: PersonView?
        public let views: [DisclosureView]
        public let list: SharingList
    }

    /// - Throws: `Refusal("forbidden")` for whoever may not list them; `Refused` where nothing may be listed for that purpose,
    ///   and for one's own family; `NotFound`.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> Found {
        guard DisclosureScope.mayListPerson(actor) else {
            throw Refusal("forbidden", ["permission": Permission.giveAccess.rawValue])
        }
        var id: Int64?
        if case .person(let row) = about { id = row }
        try await office.check(purpose, explanation, entity: .person, id: id, by: actor)
        return try await office.reading(as: actor) { [id] db, sight in
            var person: Person?
            var cpr = ""
            switch about {
            case .number(let number): cpr = number
            case .person(let row):
                guard let found = try PersonStore.person(row, in: db),
                    try !sight.within([row], in: db).isEmpty
                        || actor.may(.giveAccess)
                else { throw NotFound() }
                try sight.checkKin([row])
                person = found
                cpr = try PersonStore.cpr(of: row, keys: office.keys, in: db) ?? ""
            }
            // A record of this person may name somebody of one's own family.
            let records = try DisclosureStore.disclosures(
                about: id, cpr: cpr, for: try office.reader(actor), keys: office.keys, in: db
            ).filter { one in !one.persons.contains(where: sight.isKin) }
            let views = try records.map { try $0.view(for: actor, sight, office, in: db) }
            let isWhole = DisclosureScope(of: actor) == .everything
            var list = SharingList(
                preparedAt: office.now.description, purpose: purpose.rawValue,
                restriction: office.handbook[.danish]("disclosures.restriction"), person: id, isWhole: isWhole)
            list.disclosures = views.map { $0.sharing(id, office.handbook) }
            // The log says to whom, and of which case: for those alone who answer for the rights of persons.
            if let id, isWhole {
                list.earlier = try PersonRecords.loggedOnly(about: id, in: db).map {
                    .init(at: $0.at.description, recipient: $0.recipient, reason: $0.reason)
                }
            }
            let reason = "disclosures " + purpose.rawValue
            let read =
                id.map { LedgerEntry(.read, .person, id: $0, reason: reason, words: explanation) }
                ?? LedgerEntry(
                    .search, .person, id: nil, reason: reason,
                    words: [cpr, explanation].filter { !$0.isEmpty }.joined(separator: " / "))
            let entries = records.map {
                LedgerEntry(.read, .disclosure, id: $0.id, reason: reason, isSealed: $0.disclosure.isSealed)
            }
            // What is shown of a record tells of all who are in it.
            let others = Set(records.flatMap(\.persons)).subtracting([id].compactMap(\.self)).sorted().map {
                LedgerEntry(.read, .person, id: $0, reason: reason)
            }
            return (Found(person: person.map(sight.view), views: views, list: list), [read] + entries + others)
        }
    }
}

extension DisclosureView {
    fileprivate func sharing(_ person: Int64?, _ handbook: Handbook) -> SharingList.Sharing {
        let one = record.disclosure
        func side(_ side: Disclosure.Side) -> SharingList.Side {
            .init(name: side.name, role: side.role, authority: side.authority)
        }
        return .init(
            id: record.id, at: one.at.description, outcome: one.outcome.rawValue, basis: one.basis.rawValue,
            giver: side(one.giver), recipients: one.recipients.map(side),
            isNamedOnly: person.map(one.named.contains) ?? false, reference: one.reference,
            forum: forum ?? "", meetingAt: meetingAt?.description, purpose: one.purpose, necessity: one.necessity,
            whyNotLess: one.whyNotLess, assessment: one.assessment,
            parts: one.parts.map { .init(category: $0.category.rawValue, detail: $0.detail) },
            consent: one.consent.rawValue, channel: one.channel.rawValue,
            onward: handbook[.danish]("onward." + one.onward), isForgotten: record.isForgotten,
            addenda: record.addenda.map { .init(at: $0.at.description, text: $0.body, by: $0.actor) })
    }
}
