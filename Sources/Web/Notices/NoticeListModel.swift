import Casework
import Handbook
import Prevention
import Store

/// The inbox of a municipality, or what the police have sent.
struct NoticeListModel: Sendable {
    let isInbox: Bool
    let listLead: String
    let newNoticeHref: String?
    let noticeFilters: [FieldInput]
    let noticeLines: [NoticeLineModel]
    let hasNoticeLines: Bool
    let noticeCaption: String
    let noticeMore: String?
    let noneTitle: String
    let noneHelp: String

    init(_ list: NoticeList, _ filter: NoticeFilter, actor: Actor, _ texts: CaseTexts) throws {
        let words = texts.words
        let side = list.side == .sender ? "sender" : "recipient"
        isInbox = list.side != .sender
        listLead = words("concern.lead-" + side)
        newNoticeHref = isInbox ? nil : "/cases/new/" + Programme.concernNotice.code
        func select(_ name: String, _ chosen: String, _ codes: [String]) -> FieldInput {
            FieldInput(
                id: "notice-" + name, name: name, kind: .choice(codes), label: words("concern.\(name)-label"),
                value: chosen,
                options: codes.map {
                    .init(optionValue: $0, optionLabel: words("concern.\(name)." + $0), isChosen: $0 == chosen)
                }, problems: nil)
        }
        var filters = [
            select("state", filter.query.state.rawValue, NoticeQuery.State.allCases.map(\.rawValue)),
            select("order", filter.query.order.rawValue, NoticeQuery.Order.allCases.map(\.rawValue)),
        ]
        if list.side == .sender {
            filters.append(
                select(
                    "whose", filter.isEverybodys ? NoticeFilter.everybodys : "mine", ["mine", NoticeFilter.everybodys]))
        }
        noticeFilters = filters
        noticeLines = try list.lines.map { try NoticeLineModel($0, list.side, texts) }
        hasNoticeLines = !noticeLines.isEmpty
        noticeCaption = words("concern.caption", ["count": words.number(noticeLines.count)])
        noticeMore = list.hasMore ? words("concern.more", ["count": words.number(noticeLines.count)]) : nil
        noneTitle = words("concern.none." + filter.query.state.rawValue)
        noneHelp = words("concern.none-" + side)
    }
}

/// A notice in a list, or at the top of its page. It names nobody.
struct NoticeLineModel: Sendable {
    let noticePath: String
    let noticeNumber: String
    let sentTime: String
    let sentISO: String
    /// `nil` where that is when it was sent to where it is now.
    let firstSent: String?
    let openedTime: String
    let stateText: String
    let stateBadge: String
    let ageGroup: String
    /// `nil` for those who receive: it is they.
    let noticeRecipient: String?
    let feedbackText: String
    let noticeClocks: [DueBadge]
    let hasNoticeClocks: Bool
    /// What somebody must know of it: moved, not opened in time.
    let noticeFlags: [String]

    init(_ line: NoticeLine, _ side: NoticeSide, _ texts: CaseTexts) throws {
        let words = texts.words
        let programme = Programme.concernNotice
        noticePath = "/notices/\(line.row.id)"
        noticeNumber = line.row.number
        sentTime = line.sentAt?.danish ?? ""
        sentISO = line.sentAt.map { TypedValue.forInput($0) } ?? ""
        firstSent = line.firstSentAt == line.sentAt ? nil : line.firstSentAt?.danish
        openedTime = line.openedAt?.danish ?? words(line.isByMail ? "concern.by-mail-short" : "concern.unopened")
        stateText = texts.stage(Stage(line.row.stage), of: programme)
        stateBadge = line.isOpened ? (line.row.isOpen ? "is-running" : "is-neutral") : "is-warning"
        ageGroup = try NoticeLineModel.group(line, texts)
        noticeRecipient = side == .sender ? texts.place(of: line.row) : nil
        feedbackText =
            line.feedback.isEmpty
            ? words("concern.no-feedback") : words.name("choice.feedback", line.feedback, of: programme)
        noticeClocks = line.clocks.compactMap { reading in
            reading.dueAt.map { DueBadge($0, clock: reading.clock, of: programme, texts) }
        }
        hasNoticeClocks = !noticeClocks.isEmpty
        var flags: [String] = line.isByMail && line.row.isOpen ? [words("concern.by-mail")] : []
        if let told = line.escalation {
            flags.append(
                words(
                    "concern.escalated", ["name": texts.leader(told.account, of: line.row), "at": told.at.danish]))
        }
        if line.hasMoved {
            // Where somebody protected lives now is the register's to know.
            if line.row.hidesPlace {
                flags.append(words("concern.moved-masked"))
            } else if let home = line.home {
                flags.append(words("concern.moved", ["place": texts.municipality(home)]))
            } else {
                flags.append(words("concern.moved-outside"))
            }
        }
        noticeFlags = flags
    }

    /// The age group of the child: nothing nearer, which might tell who it is.
    private static func group(_ line: NoticeLine, _ texts: CaseTexts) throws -> String {
        let words = texts.words
        if line.isUnborn { return words("concern.age-group.unborn") }
        guard let age = line.age else { return words("concern.age-group.unknown") }
        let school = try texts.handbook.law.value("concern-notice.age-school", on: texts.today)
        let young = try texts.handbook.law.value("concern-notice.age-young", on: texts.today)
        let group = age < school ? "younger" : age < young ? "school" : "older"
        return words(
            "concern.age-group." + group,
            ["school": String(school), "last": String(young - 1), "young": String(young)])
    }
}
