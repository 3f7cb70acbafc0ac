import Casework
import Handbook
import Prevention
import Store

/// A forum: what it is for, who sits in it, its items and meetings.
struct ForumModel: Sendable {
    /// Which items are shown, as the address says it.
    enum Shown: String, Sendable, CaseIterable {
        case live, proposed, over

        init(_ visit: Visit) {
            self = visit.query("items").flatMap { Shown(rawValue: $0) } ?? .live
        }

        var states: [ItemState] {
            switch self {
            case .live: return [.proposed] + ItemState.allCases.filter(\.isLive)
            case .proposed: return [.proposed]
            case .over: return [.notRelevant, .closed]
            }
        }
    }

    struct Fact: Sendable {
        let factLabel: String
        let factText: String
    }

    struct Member: Sendable {
        let memberName: String
        let memberAuthority: String
        let memberRoles: String
        let isMemberChair: Bool
        let memberAccount: String
        /// Whether the reader may change the seat.
        let hasMemberForms: Bool
        let mayMemberLead: Bool
        let membersHref: String
    }

    struct Item: Sendable {
        let itemNumber: String
        let itemHref: String
        let itemAbout: String
        let itemState: String
        let itemStateClass: String
        let itemMeeting: String
    }

    let forumName: String
    let lead: String
    let isEnded: Bool
    let facts: [Fact]
    let members: [Member]
    let hasMembers: Bool
    let tabs: [CaseHead.Tab]
    let items: [Item]
    let hasItems: Bool
    /// `nil` for whoever only sets up forums.
    let proposeHref: String?
    let meetingsHref: String
    let problems: FormProblems?
    let seatForm: CaseForm?
    let purposeForm: CaseForm?
    let endForm: CaseForm?
    /// Initiatives of the cooperation plan; `nil` for whoever does not read it.
    var anchored: ListTable?

    init(
        _ page: ForumPage, _ candidates: [Actor], _ shown: Shown, _ refused: RefusedForm?, reader: String,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        let forum = page.opened.forum
        let href = "/forums/\(forum.id)"
        forumName = texts.forum(forum)
        lead = forum.purpose
        isEnded = !forum.isOpen
        let next = page.meetings.first { $0.state != .cancelled && $0.endsAt >= texts.now }
        var found = [
            Fact(
                factLabel: words("forum-page.rhythm"),
                factText: words("rhythm." + forum.kind.rhythm.code.replacing(" ", with: "-")))
        ]
        if let bases = texts.bases(of: forum.kind) {
            found.insert(Fact(factLabel: words("forum-page.basis"), factText: bases), at: 0)
        } else {
            found.insert(Fact(factLabel: words("forum-page.basis"), factText: words("forum-page.themes")), at: 0)
        }
        found.append(
            Fact(
                factLabel: words("forum-page.next"), factText: next.map(texts.meeting) ?? words("forum-list.no-meeting")
            ))
        facts = found
        let isHandled = forum.isOpen && (page.opened.mayManage || page.opened.isChair)
        members = page.members.filter(\.isSitting).map { seat in
            Member(seat, page.actors[seat.account], forum, href, isHandled: isHandled, texts)
        }
        hasMembers = !members.isEmpty
        tabs = Shown.allCases.map {
            .init(
                tabName: words("forum-page.items." + $0.rawValue),
                tabHref: href + ($0 == .live ? "" : "?items=" + $0.rawValue), isTabCurrent: $0 == shown)
        }
        items = page.items.map { Item($0, reader: reader, texts) }
        hasItems = !items.isEmpty
        proposeHref = page.opened.seat != nil && forum.isOpen ? href + "/propose" : nil
        meetingsHref = href + "/meetings"
        problems = refused?.problems
        let mayEnd = page.opened.mayManage && forum.isOpen
        seatForm = isHandled ? ForumModel.seatForm(candidates, href, forum, refused, texts) : nil
        purposeForm =
            mayEnd
            ? CaseForm(
                "purpose", action: href + "/purpose", title: words("forum-page.change-purpose"),
                revision: forum.revision, refused
            ) { typed in
                [typed.input("purpose", .longText, words("forum-new.purpose"), value: forum.purpose, isRequired: true)]
            } : nil
        endForm =
            mayEnd
            ? CaseForm(
                "end", action: href + "/end", title: words("forum-page.end"), revision: forum.revision, refused,
                isDanger: true
            ) { _ in [] } : nil
    }

    private static func seatForm(
        _ candidates: [Actor], _ href: String, _ forum: StoredForum, _ refused: RefusedForm?, _ texts: CaseTexts
    ) -> CaseForm {
        let words = texts.words
        return CaseForm("seat", action: href + "/members", title: words("forum-page.add-member"), refused) { typed in
            [
                typed.input(
                    "account", .choice(candidates.map(\.name)), words("forum-page.account"), isRequired: true,
                    options: candidates.map { ($0.name, $0.displayName + ", " + texts.authority($0.authority)) }),
                typed.input("chair", .flag, words("forum-page.as-chair")),
            ]
        }
    }
}

extension ForumModel.Member {
    fileprivate init(
        _ seat: ForumMember, _ actor: Actor?, _ forum: StoredForum, _ href: String, isHandled: Bool, _ texts: CaseTexts
    ) {
        memberName = texts.person(seat.account)
        memberAuthority = actor.map { texts.authority($0.authority) } ?? ""
        let roles = actor?.effectiveRoles.filter { $0.permissions.contains(.workForums) } ?? []
        memberRoles = roles.map { texts.words("role." + $0.rawValue) }.sorted().joined(separator: ", ")
        isMemberChair = seat.isChair
        memberAccount = seat.account
        hasMemberForms = isHandled
        mayMemberLead = !seat.isChair && (actor.map { forum.kind.mayBeLed(by: $0) } ?? false)
        membersHref = href + "/members"
    }
}

extension ForumModel.Item {
    fileprivate init(_ one: ForumPage.Item, reader: String, _ texts: CaseTexts) {
        itemNumber = one.item.number
        itemHref = "/forums/items/\(one.item.id)"
        itemAbout = texts.subject(of: one.item, one.person, to: reader)
        itemState = texts.words("item-state." + one.item.state.rawValue)
        itemStateClass = one.item.state.isLive ? "is-running" : "is-neutral"
        itemMeeting = one.meeting.map(texts.meeting) ?? texts.words("forum-page.no-meeting")
    }
}
