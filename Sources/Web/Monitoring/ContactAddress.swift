import Casework
import Handbook
import Prevention

/// What of the list is asked for, as it stands in the address.
struct ContactAddress: Sendable {
    /// `nil` for the period of the law.
    var period: ContactPeriod?
    var municipality: String?
    var order = ListContacts.Order.latest
    var showsNotNow = false
    var page = 0

    init() {}

    init(_ visit: Visit) {
        func day(_ name: String) -> LocalDate? {
            visit.query(name).flatMap { LocalDate(TypedValue.normal($0, .date)) }
        }
        let standard = try? visit.office.contactPeriod()
        if day("from") != nil || day("to") != nil, let standard {
            let chosen = ContactPeriod(from: day("from") ?? standard.from, through: day("to") ?? standard.through)
            if chosen != standard { period = chosen }
        }
        municipality = visit.query("municipality").flatMap { code in
            visit.office.handbook.ownMunicipalities.contains(code) ? code : nil
        }
        order = visit.query("order").flatMap { ListContacts.Order(rawValue: $0) } ?? .latest
        showsNotNow = visit.query("show") == "not-now"
        page = max(0, (visit.query("page").flatMap { Int($0) } ?? 1) - 1)
    }

    /// The period alone, as the pages of one person carry it.
    var periodQuery: String {
        period.map { "?from=\($0.from)&to=\($0.through)" } ?? ""
    }

    func path() -> String {
        var parts: [String] = []
        if let period { parts += ["from=\(period.from)", "to=\(period.through)"] }
        if let municipality { parts.append("municipality=" + municipality) }
        if order != .latest { parts.append("order=" + order.rawValue) }
        if showsNotNow { parts.append("show=not-now") }
        if page > 0 { parts.append("page=\(page + 1)") }
        return parts.isEmpty ? "/psp-k" : "/psp-k?" + parts.joined(separator: "&")
    }
}
