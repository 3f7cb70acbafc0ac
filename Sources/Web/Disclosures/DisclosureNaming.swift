import Casework
import Handbook
import Prevention
import Store

/// The parts of a record in words.
struct DisclosureNaming: Sendable {
    let words: Words

    /// Of one whose municipality must not be told, that.
    func authority(_ code: String) -> String {
        if code.isEmpty { return words("person.masked-municipality") }
        return words.has("authority-name." + code) ? words("authority-name." + code) : code
    }

    func role(_ code: String) -> String { words.has("role." + code) ? words("role." + code) : code }

    /// `Mette Holm, socialrådgiver, Køge Kommune`.
    func side(_ side: Disclosure.Side) -> String {
        let name = authority(side.authority)
        return [side.name == name ? "" : side.name, side.role.isEmpty ? "" : role(side.role).lowercased(), name]
            .filter { !$0.isEmpty }.joined(separator: ", ")
    }

    func authorities(_ sides: [Disclosure.Side]) -> String {
        var seen: Set<String> = []
        return sides.map(\.authority).filter { seen.insert($0).inserted }.map(authority).joined(separator: ", ")
    }

    func part(_ part: Disclosure.Part) -> String {
        let name = words("disclosure.category." + part.category.rawValue)
        return part.detail.isEmpty ? name : name + ": " + part.detail
    }

    func basis(_ basis: Basis) -> String { words("basis." + basis.rawValue) }
    func outcome(_ outcome: Disclosure.Outcome) -> String { words("disclosure.outcome." + outcome.rawValue) }
    func onward(_ one: Disclosure) -> String { words("onward." + one.onward) }
}

/// Records as CSV (RFC 4180), each with what the recipients may do with it; whom they are about is not named.
struct DisclosureTable: Sendable {
    private let words: Words
    private let naming: DisclosureNaming

    init(_ visit: Visit) {
        words = visit.words
        naming = DisclosureNaming(words: visit.words)
    }

    func csv(_ page: DisclosurePage) -> String { csv(page.records, isCut: page.hasLater) }

    func csv(_ records: [StoredDisclosure], isCut: Bool) -> String {
        var text = CSVLine.text([
            "number", "at", "outcome", "basis", "basis_name", "giver", "giver_name", "recipients", "recipient_names",
            "reference", "categories", "consent", "channel", "addenda", "restriction",
        ])
        for record in records {
            let one = record.disclosure
            text += CSVLine.text([
                String(record.id), one.at.local, one.outcome.rawValue, one.basis.rawValue, naming.basis(one.basis),
                one.giver.authority, naming.authority(one.giver.authority),
                Set(one.recipients.map(\.authority)).sorted().joined(separator: " "),
                naming.authorities(one.recipients), one.reference,
                one.parts.map(\.category.rawValue).joined(separator: " "), one.consent.rawValue,
                one.channel.rawValue, String(record.addenda.count), naming.onward(one),
            ])
        }
        if isCut {
            text += CSVLine.text([words("disclosures.cut", ["count": words.number(ExportDisclosures.most)])])
        }
        return text
    }
}
