import Casework
import Handbook
import Prevention
import Store

/// An item of a forum as one reader sees it.
struct ItemModel: Sendable {
    struct Fact: Sendable {
        let factLabel: String
        let factText: String
        let factHref: String?
    }

    struct Participant: Sendable {
        let participantName: String
        let participantAuthority: String
        let participantAnswer: String
        let participantAnswerClass: String
        /// For the chair.
        let leaveAccount: String?
    }

    struct Answer: Sendable {
        let answerBy: String
        let answerAt: String
        let answerISO: String
        let answerOutcome: String
        let answerText: String?
        let answerWhy: String?
        let answerTo: String?
        let answerID: String
        let further: CaseForm?
        let mayAnswerBeTaken: Bool
    }

    struct Event: Sendable {
        let eventAt: String
        let eventISO: String
        let eventText: String
        let eventRemark: String?
    }

    let itemNumber: String
    let itemHref: String
    let itemAbout: String
    let itemState: String
    let itemStateClass: String
    let forumName: String
    let forumHref: String
    let windowText: String
    let windowClass: String
    let onwardText: String?
    let facts: [Fact]
    let participants: [Participant]
    let hasParticipants: Bool
    let answers: [Answer]
    let hasAnswers: Bool
    let pastLines: [PastLine]
    let hasPast: Bool
    let events: [Event]
    let isAboutPersons: Bool
    let problems: FormProblems?
    let judge: CaseForm?
    let join: CaseForm?
    let assess: CaseForm?
    /// For whoever has proposed it.
    let correct: CaseForm?
    let takeBack: CaseForm?
    let share: CaseForm?
    /// Where the reader may open the case behind it to the others.
    let openCase: CaseForm?
    let mayShare: Bool
    /// Who takes part and cannot get anything on the forum's bases.
    let outsideText: String?

    init(_ page: ItemPage, _ refused: RefusedForm?, reader: Actor, _ texts: CaseTexts) {
        let words = texts.words
        let opened = page.opened
        let item = opened.item
        let forum = opened.forum
        itemNumber = item.number
        itemHref = "/forums/items/\(item.id)"
        itemAbout = texts.subject(of: item, opened.person, to: reader.name)
        itemState = words("item-state." + item.state.rawValue)
        itemStateClass = item.state.isLive ? "is-running" : "is-neutral"
        forumName = texts.forum(forum)
        forumHref = "/forums/\(forum.id)"
        isAboutPersons = forum.kind.isAboutPersons
        problems = refused?.problems
        let window = ItemModel.window(opened)
        windowText = words("item-window." + window)
        windowClass = window == "open" ? "is-good" : "is-info"
        onwardText = texts.onward(of: forum.kind)
        facts = ItemModel.facts(page, about: itemAbout, texts)
        participants = opened.participants.map { Participant($0, page, texts) }
        hasParticipants = !participants.isEmpty
        answers = page.answers.map { Answer($0, page, reader, refused, texts) }
        hasAnswers = !answers.isEmpty
        pastLines = page.past.parts.reversed().map { PastLine($0, texts) }
        hasPast = !pastLines.isEmpty
        events = page.events.reversed().map { Event($0, page, texts) }
        let isLive = item.state.isLive && forum.isOpen
        mayShare = opened.isParticipant && isLive && isAboutPersons && !page.recipients.isEmpty
        let outside = page.recipients.filter { $0.basis == nil }.map { texts.authority($0.authority) }
        outsideText =
            mayShare && !outside.isEmpty
            ? words("item-page.outside", ["authorities": Set(outside).sorted().joined(separator: ", ")]) : nil
        judge = opened.isChair && item.state == .proposed && forum.isOpen ? ItemForms.judge(page, refused, texts) : nil
        join = opened.isChair && isLive ? ItemForms.join(page, refused, texts) : nil
        openCase =
            mayShare && !page.caseReaders.isEmpty ? ItemForms.openCase(page, refused, texts) : nil
        let hasAnswered = page.answers.contains { $0.contribution.author == reader.name }
        share = mayShare ? ItemForms.share(page, hasAnswered: hasAnswered, refused, texts) : nil
        let isOwn = item.proposedBy == reader.name && forum.isOpen
        correct = isOwn && (item.state == .proposed || isLive) ? ItemForms.correct(page, refused, texts) : nil
        takeBack = isOwn && item.state == .proposed ? ItemForms.takeBack(page, refused, texts) : nil
        assess = page.mayAssess ? ItemForms.assess(page, refused, texts) : nil
    }

    /// Whether what is shared can be read now, as the code of its words.
    private static func window(_ opened: OpenedItem) -> String {
        if !opened.forum.kind.isAboutPersons { return "themes" }
        if opened.item.state == .proposed { return "proposed" }
        if opened.isWindowOpen { return "open" }
        if !opened.item.state.isLive { return "over" }
        // Over for too long, and never approved.
        if opened.meeting?.state.isOpen ?? false { return "expired" }
        return opened.meeting?.state == .approved ? "closed" : "waiting"
    }

    private static func facts(_ page: ItemPage, about: String, _ texts: CaseTexts) -> [Fact] {
        let words = texts.words
        let item = page.opened.item
        func fact(_ code: String, _ text: String, _ href: String? = nil) -> Fact? {
            text.isEmpty ? nil : Fact(factLabel: words("item-page." + code), factText: text, factHref: href)
        }
        let meeting = page.opened.meeting
        let found = [
            fact("about", about), fact("reason", item.reason),
            fact("question", item.question), fact("assessment", item.assessment),
            fact("proposed-by", texts.person(item.proposedBy) + ", " + item.proposedAt.danish),
            fact(
                "meeting", meeting.map(texts.meeting) ?? words("forum-page.no-meeting"),
                meeting.map { "/meetings/\($0.id)" }),
            fact("checked", item.checkedAt.map { texts.person(item.checkedBy) + ", " + $0.danish } ?? ""),
            fact("check-reason", item.checkReason),
            fact("basis", texts.bases(of: page.opened.forum.kind) ?? words("forum-page.themes")),
            page.mayOpenCase ? item.caseID.flatMap { fact("case", words("item-page.open-case"), "/cases/\($0)") } : nil,
        ]
        return found.compactMap(\.self)
    }
}

extension ItemModel.Participant {
    fileprivate init(_ account: String, _ page: ItemPage, _ texts: CaseTexts) {
        participantName = texts.person(account)
        participantAuthority = page.actors[account].map { texts.authority($0.authority) } ?? ""
        let last = page.answers.last { $0.contribution.author == account }
        participantAnswer =
            page.opened.forum.kind.isAboutPersons
            ? texts.words(last.map { "disclosure.outcome." + $0.contribution.outcome.rawValue } ?? "item-page.silent")
            : ""
        participantAnswerClass = last == nil ? "is-neutral" : "is-met"
        leaveAccount = page.opened.isChair && page.opened.item.state.isLive ? account : nil
    }
}

extension ItemModel.Answer {
    fileprivate init(
        _ one: ItemPage.Answer, _ page: ItemPage, _ reader: Actor, _ refused: RefusedForm?, _ texts: CaseTexts
    ) {
        let words = texts.words
        let stored = one.contribution
        answerBy = texts.person(stored.author) + ", " + texts.authority(stored.authority)
        answerAt = stored.at.danish
        answerISO = TypedValue.forInput(stored.at)
        answerOutcome = words("disclosure.outcome." + stored.outcome.rawValue)
        answerText = one.isReadable ? (one.isSaid ? words("item-page.said") : stored.body) : nil
        answerWhy = one.isReadable || stored.outcome == .declined ? nil : words("item-page.not-readable")
        let isOwn = stored.author == reader.name
        let to = one.recipients.sorted().map(texts.person).joined(separator: ", ")
        answerTo = isOwn && stored.outcome != .declined ? words("item-page.shared-with", ["names": to]) : nil
        answerID = String(stored.id)
        further = ItemForms.further(one, page, refused, texts)
        mayAnswerBeTaken = one.mayWithdraw
    }
}

extension ItemModel.Event {
    fileprivate init(_ event: ItemEvent, _ page: ItemPage, _ texts: CaseTexts) {
        let words = texts.words
        eventAt = event.at.danish
        eventISO = TypedValue.forInput(event.at)
        let what: String
        switch event.kind {
        case .state: what = words("item-state." + event.code)
        case .carried: what = words("item-event.carried")
        case .joined: what = words("item-event.joined", ["name": texts.person(event.code)])
        case .left: what = words("item-event.left", ["name": texts.person(event.code)])
        case .corrected: what = words("item-event.corrected")
        }
        eventText = what + " · " + texts.person(event.actor)
        eventRemark = event.remark.isEmpty ? nil : event.remark
    }
}
