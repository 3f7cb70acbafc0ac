import Casework
import Handbook
import Prevention
import Store

/// The list of bodies, filtered by its address.
struct BodyListModel: Sendable {
    let selects: [FilterSelect]
    let isFiltered: Bool
    let mayManage: Bool
    let table: ListTable
    let isVacant: Bool

    init(_ lines: [BodyLine], _ visit: Visit, mayManage: Bool, _ texts: CaseTexts) {
        let words = texts.words
        let kind = visit.query("kind"), place = visit.query("municipality"), state = visit.query("state")
        let places = visit.office.ownMunicipalityCodes
        selects = [
            FilterSelect(
                "kind", words("body-field.kind"), all: words("case-list.all"),
                BodyKind.all.map { ($0.code, words("body-kind." + $0.code)) }, chosen: kind),
            FilterSelect(
                "municipality", words("case-words.municipality"), all: words("case-list.all"),
                places.map { ($0, texts.municipality($0)) }, chosen: place),
            FilterSelect(
                "state", words("body.show"), all: words("body.show-open"),
                ["own", "late", "lacking", "ended"].map { ($0, words("body.show-" + $0)) }, chosen: state),
        ]
        isFiltered = [kind, place, state].contains { $0 != nil }
        self.mayManage = mayManage
        isVacant = lines.isEmpty
        let shown = lines.filter { line in
            let isShown: Bool
            switch state {
            case "ended": isShown = !line.body.isOpen
            case "own": isShown = line.isOwn
            case "late": isShown = line.lateActions > 0
            case "lacking": isShown = !line.lacks.isEmpty
            default: isShown = line.body.isOpen
            }
            return isShown && (kind == nil || line.body.kindCode == kind)
                && (place == nil || line.body.municipality == place)
        }
        table = ListTable(
            caption: words(shown.count == 1 ? "body.one" : "body.count", ["count": words.number(shown.count)]),
            ["body-field.body", "body-field.seats", "body-field.next", "body-field.open"].map { words($0) },
            empty: words("body.none-shown"),
            shown.map { line in
                [
                    .init(
                        texts.body(line.body, line.area), href: "/bodies/\(line.body.id)",
                        note: line.isOwn ? words("body.own") : nil),
                    .init(
                        words.number(line.sitting),
                        badge: line.lacks.isEmpty ? nil : ForumBadge(words("body.lacking"), "is-warning")),
                    .init(
                        line.next?.startsAt.danish ?? words("forum-list.no-meeting"),
                        href: line.next.map { "/body-meetings/\($0.id)" }),
                    .init(
                        words.number(line.openActions),
                        badge: line.lateActions == 0
                            ? nil
                            : ForumBadge(words("body.late", ["count": words.number(line.lateActions)]), "is-overdue")),
                ]
            })
    }
}

/// A body with its seats, meetings and actions.
struct BodyModel: Sendable {
    struct Link: Sendable {
        let linkHref: String
        let linkText: String
    }

    /// A topic that waits for a meeting.
    struct Waiting: Sendable {
        let topicTitle: String
        let topicWords: String?
        let about: TopicAbout
        let topicForms: [CaseForm]
    }

    let bodyName: String
    let purpose: String
    let isEnded: Bool
    let rhythmText: String
    let areaText: String?
    let areaHref: String?
    let lacks: [String]
    let hasLacks: Bool
    let problems: FormProblems?
    let seats: ListTable
    let former: ListTable?
    let seatForm: CaseForm?
    let manageForms: [CaseForm]
    let hasManage: Bool
    let meetings: [MeetingTable]
    let seriesHref: String?
    let planForm: CaseForm?
    let topicForm: CaseForm?
    let waiting: [Waiting]
    let hasWaiting: Bool
    let withdrawn: [BodyTakenOut]
    let hasWithdrawn: Bool
    let historyHref: String
    let actions: [BodyActionLine]
    let hasActions: Bool
    let closed: [BodyActionLine]
    let hasClosed: Bool
    let years: [Link]
    let hasYears: Bool
    let initiatives: ListTable

    init(_ page: BodyPage, _ office: Office, reader: Actor, _ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        let opened = page.opened
        let body = opened.body
        let path = "/bodies/\(body.id)"
        let name = texts.body(body, page.area)
        bodyName = name
        purpose = body.purpose
        isEnded = !body.isOpen
        rhythmText = words("rhythm." + body.kind.rhythm.code.replacing(" ", with: "-"))
        areaText = page.area?.area.title
        areaHref = page.area.map { "/plan/areas/\($0.id)" }
        lacks = body.isOpen ? page.lacks.map(texts.lacking) : []
        hasLacks = !lacks.isEmpty
        problems = refused?.problems
        let mayManage = opened.mayManage && body.isOpen
        func table(_ seats: [StoredSeat], _ caption: String) -> ListTable {
            ListTable(
                caption: words(caption, ["count": words.number(seats.count)]),
                ["body-field.seat", "body-field.post", "body-field.term", "body-field.account"].map { words($0) },
                empty: words("body.no-seats"),
                seats.map { stored in
                    let seat = stored.seat
                    let holder = seat.account.isEmpty ? words("body.no-account") : texts.person(seat.account)
                    return [
                        .init(texts.seat(seat)),
                        .init(
                            words("body-post." + seat.post.rawValue),
                            note: seat.account == reader.name ? words("body.own-seat") : nil),
                        .init(texts.term(seat)),
                        .init(
                            holder,
                            forms: mayManage ? [BodyForms.seat(page, stored, office, refused, texts)] : []),
                    ]
                })
        }
        seats = table(opened.seats.filter { $0.seat.to.map { $0 >= texts.today } ?? true }, "body.seats-count")
        let left = opened.seats.filter { $0.seat.to.map { $0 < texts.today } ?? false }
        former = left.isEmpty ? nil : table(left, "body.former-count")
        seatForm = mayManage ? BodyForms.seat(page, nil, office, refused, texts) : nil
        manageForms = opened.mayManage ? BodyModel.manage(body, path, refused, words) : []
        hasManage = opened.mayManage
        let mayLead = opened.mayLead && body.isOpen
        meetings = [("coming", page.coming), ("past", page.past)].map { id, meetings in
            MeetingTable(
                id, meetings.map { MeetingLine($0, of: body, name, texts) }, namesForum: false,
                empty: words("body.none-" + id), words)
        }
        seriesHref = mayLead ? path + "/series" : nil
        planForm =
            mayLead
            ? CaseForm("plan", action: path + "/acts/plan", title: words("meeting.plan"), refused) { typed in
                MeetingTimeForm.inputs(typed, from: nil, day: words("meeting.field.day"), words) + typed.nameTick(words)
            } : nil
        topicForm =
            body.isOpen && (opened.mayLead || !opened.own.isEmpty)
            ? CaseForm("topic", action: path + "/acts/topic", title: words("body.propose"), refused) { typed in
                BodyForms.topicInputs(typed, texts.references(page.references), words)
            } : nil
        waiting = page.waiting.map { topic in
            Waiting(
                topicTitle: topic.title, topicWords: topic.words.isEmpty ? nil : topic.words,
                about: TopicAbout(topic, page.references, texts),
                topicForms: body.isOpen && opened.mayCorrect(topic, reader)
                    ? [BodyCorrections.topic(topic, isRead: false, page.references, refused, texts)] : [])
        }
        hasWaiting = !waiting.isEmpty
        withdrawn = page.withdrawn.map { BodyTakenOut($0, mayRestore: mayLead, words) }
        hasWithdrawn = !withdrawn.isEmpty
        historyHref = path + "/history"
        func lines(_ found: [StoredBodyAction]) -> [BodyActionLine] {
            found.map { action in
                let isOwn = opened.own.contains { $0.id == action.seat }
                let line = BodyActionLine(
                    action, action.seat.flatMap(opened.seat), mayClose: isOwn || mayLead, refused, texts)
                let sitting = opened.sitting(on: texts.today)
                return mayLead && action.state == .open
                    ? line.with(
                        BodyCorrections.agreed(
                            action, isFixed: !page.running.contains(action.meeting), sitting, refused, texts)) : line
            }
        }
        actions = lines(page.actions.filter { $0.kind == .action && $0.state == .open })
        hasActions = !actions.isEmpty
        closed = lines(page.actions.filter { $0.kind == .action && $0.state != .open }.reversed())
        hasClosed = !closed.isEmpty
        years = page.years.map {
            Link(linkHref: path + "/years/\($0)", linkText: words("body.year-link", ["year": String($0)]))
        }
        hasYears = !years.isEmpty
        initiatives = ListTable(anchored: page.initiatives, words)
    }

    private static func manage(
        _ body: StoredBody, _ path: String, _ refused: RefusedForm?, _ words: Words
    ) -> [CaseForm] {
        let end = CaseForm(
            body.isOpen ? "end" : "reopen", action: path + "/manage/" + (body.isOpen ? "end" : "reopen"),
            title: words(body.isOpen ? "body.end" : "body.reopen"), revision: body.revision, refused,
            isDanger: body.isOpen
        ) { _ in [] }
        guard body.isOpen else { return [end] }
        let purpose = CaseForm(
            "purpose", action: path + "/manage/purpose", title: words("body.change-purpose"), revision: body.revision,
            refused
        ) { typed in
            [
                typed.input(
                    "purpose", .longText, words("body-field.purpose"), value: body.purpose,
                    help: words("body-help.nobody"), isRequired: true)
            ] + typed.nameTick(words)
        }
        return [purpose, end]
    }
}

extension MeetingLine {
    /// Of a body.
    init(_ meeting: StoredMeeting, of body: StoredBody, _ name: String, _ texts: CaseTexts) {
        self.init(meeting, "/body-meetings/\(meeting.id)", forum: name, forumHref: "/bodies/\(body.id)", texts)
    }
}
