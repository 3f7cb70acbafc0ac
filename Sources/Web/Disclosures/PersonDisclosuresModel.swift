import Casework
import Handbook
import Prevention
import Store

/// Everything that was shared about one person.
struct PersonDisclosuresModel: Sendable {
    struct Earlier: Sendable {
        let earlierAt: String
        let earlierMoment: String
        let earlierRecipient: String
        let earlierReason: String
    }

    let name: String
    let action: String
    let purpose: String
    let purposeCode: String
    let explanation: String
    let caption: String
    let records: [DisclosureFacts]
    let hasRecords: Bool
    let earlier: [Earlier]
    let hasEarlier: Bool
    let isWhole: Bool
    let restriction: String

    init(
        _ found: ListSharings.Found, id: Int64, _ purpose: SharingPurpose, _ explanation: String, _ visit: Visit
    ) {
        let words = visit.words
        name = found.person.map { PersonNaming(visit).name($0) } ?? words("disclosures.person-gone")
        action = "/persons/\(id)/disclosures"
        self.purpose = words("disclosures.purpose." + purpose.rawValue)
        purposeCode = purpose.rawValue
        self.explanation = explanation
        records = found.views.map { DisclosureFacts($0, visit) }
        hasRecords = !records.isEmpty
        caption =
            records.count == 1
            ? words("disclosures.count-one") : words("disclosures.count", ["count": words.number(records.count)])
        let naming = DisclosureNaming(words: words)
        earlier = found.list.earlier.map {
            Earlier(
                earlierAt: Instant($0.at)?.danish ?? $0.at, earlierMoment: $0.at,
                earlierRecipient: naming.authority($0.recipient), earlierReason: $0.reason)
        }
        hasEarlier = !earlier.isEmpty
        isWhole = found.list.isWhole
        restriction = words("disclosures.restriction")
    }
}
