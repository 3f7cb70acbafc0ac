import Casework
import Handbook
import Prevention
import Store

/// Names and codes of forums as they are read.
extension CaseTexts {
    /// `PSP-K praksisgruppe, Køge`.
    func forum(_ forum: StoredForum) -> String {
        forum.name(words, handbook)
    }

    func authority(_ code: String) -> String {
        handbook.authority(code)?.names[words.language] ?? code
    }

    /// What the forum's members share on; `nil` where they speak of nobody.
    func bases(of kind: ForumKind) -> String? {
        kind.bases.isEmpty ? nil : kind.bases.map { words("basis." + $0.rawValue) }.joined(separator: "; ")
    }

    /// Who an item is about, or what. Whoever has named somebody reads what they wrote; a protected name stays hidden from
    /// everybody else.
    func subject(of item: StoredItem, _ person: PersonView?, to reader: String) -> String {
        let isHidden = person.map { $0.name == nil } ?? false
        if !item.named.isEmpty, !isHidden || item.proposedBy == reader { return item.named }
        guard let person else { return item.theme }
        return person.name.map { $0.isEmpty ? words("person.no-name") : $0 } ?? words("person.masked-name")
    }

    /// What may be done with what is shared in it, for pages and what is printed of them; `nil` where nothing is shared.
    func onward(of kind: ForumKind) -> String? {
        kind.bases.first.map { words("onward." + $0.rawValue) }
    }

    /// `02.03.2026 kl. 10.00`.
    func meeting(_ meeting: StoredMeeting) -> String { meeting.startsAt.danish }
}
