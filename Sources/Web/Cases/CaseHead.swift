import Casework
import Handbook
import Prevention
import Store

/// The pages of a case, in the order of its tabs.
enum CaseTab: String, Sendable, CaseIterable {
    case overview, tasks, notes, documents, related, forums, orders, map, history

    /// Whether the cases of a programme have it.
    func isShown(for programme: Programme) -> Bool {
        switch self {
        case .overview, .tasks, .documents, .related, .history: return true
        case .notes: return programme.takesNotes
        case .forums: return ForumKind.all.contains { $0.programmes.contains(programme.code) }
        case .orders: return !programme.gathers.isEmpty || !programme.renewedFrom.isEmpty
        case .map: return programme.looksAtAreas
        }
    }

    /// Below `/cases/{id}`.
    var path: String { self == .overview ? "" : "/" + rawValue }
}

/// What stands at the top of every page of a case: its number, where it stands, and the tabs.
struct CaseHead: Sendable {
    struct Tab: Sendable {
        let tabName: String
        let tabHref: String
        let isTabCurrent: Bool
    }

    let headNumber: String
    let headHref: String
    let headProgramme: String
    let headProgrammeHref: String
    let headListHref: String
    let headStage: String
    let headStageClass: String
    let headMunicipality: String
    let headOwner: String
    let headOpenedOn: String
    let isHeadClosed: Bool
    let isHeadUnderSection115: Bool
    let headTabs: [Tab]
    /// With a single page there is nothing to choose.
    let hasHeadTabs: Bool

    init(_ opened: OpenedCase, at current: CaseTab, _ texts: CaseTexts) {
        let row = opened.row
        let programme = opened.file.programme
        let href = "/cases/\(row.id)"
        headNumber = row.number
        headHref = href
        headProgramme = texts.programme(programme)
        headProgrammeHref = "/programmes/" + programme.code
        var filter = CaseFilter()
        filter.programme = programme
        headListHref = filter.address()
        headStage = texts.stage(Stage(row.stage), of: programme)
        headStageClass = row.isOpen ? "is-running" : "is-neutral"
        // Where somebody lives is part of what the protection hides.
        let isMasked =
            texts.hidesPlace(of: row) && opened.persons.values.contains { $0.isProtected && $0.municipality == nil }
        headMunicipality =
            isMasked ? texts.words("person.masked-municipality") : texts.municipality(row.municipality)
        headOwner = texts.owner(row.owner)
        headOpenedOn = row.openedOn.danish
        isHeadClosed = !row.isOpen
        isHeadUnderSection115 = opened.isUnderSection115
        headTabs = CaseTab.allCases.filter { $0.isShown(for: programme) }.map {
            Tab(
                tabName: texts.words("case-tab." + $0.rawValue), tabHref: href + $0.path, isTabCurrent: $0 == current)
        }
        hasHeadTabs = headTabs.count > 1
    }
}
