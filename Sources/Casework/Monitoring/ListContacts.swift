import Handbook
public import Prevention
import SQL
public import Store

/// Somebody with repeated contact, as the list shows them: plain counts and dates.
public struct ContactLine: Sendable {
    public let person: PersonView
    public let contact: RepeatedContact
    /// Incidents by type, in order of code.
    public let types: [(type: String, count: Int)]
    /// Shown instead of a choice; `nil` where there is none that the reader may know of.
    public let openCase: CaseRow?
    /// That they are not selected now; `nil` where nobody has decided so, or it is over.
    public let notNow: NotNow?
}

/// A page of the list of repeated contact.
public struct ContactPage: Sendable {
    public let lines: [ContactLine]
    public let total: Int
    /// How many incidents make contact repeated.
    public let least: Int
    /// Whether protected persons are left out, because where they live would show.
    public let leavesOutProtected: Bool
}

/// Lists adults with repeated contact in the incidents that PSP-K monitors (retsplejelovens § 115, stk. 1, nr. 2), by date or by
/// name, never by count. Every person shown is in the log before the page is.
public struct ListContacts: Sendable {
    public enum Order: String, Sendable, CaseIterable {
        /// Latest contact first.
        case latest
        /// Those without a name to show last.
        case name
    }

    public static let pageSize = 25

    public let period: ContactPeriod
    /// `nil` for all.
    public let municipality: String?
    public let order: Order
    /// Those who are not selected now, instead of those who may be.
    public let showsNotNow: Bool
    /// From 0.
    public let page: Int

    public init(
        _ period: ContactPeriod, municipality: String? = nil, order: Order = .latest, showsNotNow: Bool = false,
        page: Int = 0
    ) {
        self.period = period
        self.municipality = municipality
        self.order = order
        self.showsNotNow = showsNotNow
        self.page = max(0, page)
    }

    /// - Throws: `Refused` where the period cannot be chosen.
    public func callAsFunction(
        _ who: Authorized<Acts.MonitorContacts>, in office: Office
    ) async throws -> ContactPage {
        let today = office.now.day
        return try await office.reading(as: who.actor) { db, sight in
            let reach = try ContactReach(period, who, sight, office)
            let standing = try NotNowStore.standing(on: today, in: db)
            let hidesPlaces = municipality != nil && who.actor.onlyMunicipality != municipality
            let found = try reach.all(in: db).filter { one in
                (standing[one.person.id] != nil) == showsNotNow && (municipality.map { one.home == $0 } ?? true)
                    && !(hidesPlaces && sight.isMasked(one.person))
            }
            let shown = sorted(found, sight).dropFirst(page * ListContacts.pageSize).prefix(ListContacts.pageSize)
            let cases = try reach.openCases(of: shown.map(\.person.id), in: db)
            let lines = try shown.map { one in
                let person = one.person
                let incidents = try ContactStore.incidents(with: person.id, types: reach.types, in: period, db)
                return ContactLine(
                    person: sight.view(person), contact: one.contact, types: ListContacts.types(of: incidents),
                    openCase: cases[person.id], notNow: standing[person.id]?.decision)
            }
            let result = ContactPage(
                lines: lines, total: found.count, least: reach.least, leavesOutProtected: hidesPlaces)
            return (result, lines.map { LedgerEntry(.read, .person, id: $0.person.id, reason: "psp-k contacts") })
        }
    }

    private func sorted(_ found: [FoundContact], _ sight: Sight) -> [FoundContact] {
        switch order {
        case .latest:
            return found.sorted { ($0.contact.last, $0.person.id) > ($1.contact.last, $1.person.id) }
        case .name:
            let keyed = found.map { one in
                (isMasked: sight.isMasked(one.person), key: sight.isMasked(one.person) ? "" : one.person.listKey, one)
            }
            return keyed.sorted {
                ($0.isMasked ? 1 : 0, $0.key, $0.2.person.id) < ($1.isMasked ? 1 : 0, $1.key, $1.2.person.id)
            }.map(\.2)
        }
    }

    static func types(of incidents: [StoredIncident]) -> [(type: String, count: Int)] {
        Dictionary(grouping: incidents, by: \.type).map { ($0.key, $0.value.count) }.sorted { $0.0 < $1.0 }
    }
}

extension Person {
    /// As a list of names is ordered.
    fileprivate var listKey: String { NameKey.of(fullName) }
}
