import Casework
import Handbook
import Prevention
import Store

/// The list of records, with its filters.
struct DisclosureListModel: Sendable {
    struct Row: Sendable {
        let link: String
        let number: String
        let at: String
        let moment: String
        let outcome: String
        let basis: String
        let giver: String
        let recipients: String
        let reference: String

        init(_ record: StoredDisclosure, _ words: Words) {
            let naming = DisclosureNaming(words: words)
            let one = record.disclosure
            link = "/disclosures/\(record.id)"
            number = String(record.id)
            at = one.at.danish
            moment = one.at.description
            outcome = naming.outcome(one.outcome)
            basis = naming.basis(one.basis)
            giver = naming.authority(one.giver.authority)
            recipients = naming.authorities(one.recipients)
            reference = one.reference.isEmpty ? words("disclosures.forgotten-short") : one.reference
        }
    }

    struct Option: Sendable {
        let code: String
        let label: String
        let isChosen: Bool
    }

    let rows: [Row]
    let hasRows: Bool
    let bases: [Option]
    let outcomes: [Option]
    let authorities: [Option]
    let forums: [Option]
    let orders: [Option]
    let from: String
    let to: String
    let isFiltered: Bool
    let exportHref: String
    let firstHref: String?
    let nextHref: String?
    let hasPager: Bool
    let isEverything: Bool

    init(_ page: DisclosurePage, _ filter: DisclosureFilter, _ visit: Visit) {
        let words = visit.words
        let naming = DisclosureNaming(words: words)
        let query = filter.query
        rows = page.records.map { Row($0, words) }
        hasRows = !rows.isEmpty
        bases = Basis.allCases.map {
            Option(code: $0.rawValue, label: naming.basis($0), isChosen: $0 == query.basis)
        }
        outcomes = Disclosure.Outcome.allCases.map {
            Option(code: $0.rawValue, label: naming.outcome($0), isChosen: $0 == query.outcome)
        }
        authorities = visit.office.handbook.authorities.map(\.authority.code).map {
            Option(code: $0, label: naming.authority($0), isChosen: $0 == query.authority)
        }
        forums = ForumKind.all.filter(\.isAboutPersons).map {
            Option(code: $0.code, label: words("forum.\($0.code).name"), isChosen: $0.code == query.forum)
        }
        orders = DisclosureQuery.Order.allCases.map {
            Option(code: $0.rawValue, label: words("disclosures.order." + $0.rawValue), isChosen: $0 == query.order)
        }
        from = query.from?.description ?? ""
        to = query.to?.description ?? ""
        isFiltered = filter.isFiltered
        exportHref = filter.address("/export")
        firstHref = query.after == nil ? nil : filter.address()
        nextHref = page.hasLater ? page.last.map { filter.address(after: $0) } : nil
        hasPager = firstHref != nil || nextHref != nil
        isEverything = (try? visit.actor).map { DisclosureScope(of: $0) == .everything } ?? false
    }
}
