import Casework
import Handbook
import Prevention
import Store

/// The forums that somebody has to do with.
struct ForumListModel: Sendable {
    struct Row: Sendable {
        let forumName: String
        let forumHref: String
        let forumSeat: String
        let forumMembers: String
        let forumNext: String
        let forumWaiting: String
        let isForumEnded: Bool
    }

    let rows: [Row]
    let hasRows: Bool
    let mayManage: Bool
    let count: String

    init(_ lines: [ForumLine], _ visit: Visit) throws {
        let words = visit.words
        let texts = CaseTexts(words: words, handbook: visit.office.handbook, now: visit.office.now, names: [:])
        rows = lines.map { Row($0, texts) }
        hasRows = !rows.isEmpty
        mayManage = try visit.actor.may(.manageForums)
        count = words(rows.count == 1 ? "forum-list.one" : "forum-list.count", ["count": words.number(rows.count)])
    }
}

extension ForumListModel.Row {
    fileprivate init(_ line: ForumLine, _ texts: CaseTexts) {
        let words = texts.words
        forumName = texts.forum(line.forum)
        forumHref = "/forums/\(line.forum.id)"
        forumSeat = words(line.isChair ? "forum-list.chair" : line.isMember ? "forum-list.member" : "forum-list.none")
        forumMembers = words.number(line.members)
        forumNext = line.next.map(texts.meeting) ?? words("forum-list.no-meeting")
        var waiting: [String] = []
        if line.toJudge > 0 { waiting.append(words("forum-list.to-judge", ["count": words.number(line.toJudge)])) }
        if line.toAnswer > 0 { waiting.append(words("forum-list.to-answer", ["count": words.number(line.toAnswer)])) }
        forumWaiting = waiting.isEmpty ? words("forum-list.nothing") : waiting.joined(separator: ", ")
        isForumEnded = !line.forum.isOpen
    }
}

/// The form of a new forum.
struct NewForumModel: Sendable {
    let form: CaseForm
    let problems: FormProblems?

    init(_ refused: RefusedForm?, _ texts: CaseTexts) {
        let words = texts.words
        problems = refused?.problems
        let places = texts.municipalities(chosen: "").filter {
            texts.handbook.ownMunicipalities.contains($0.optionValue)
        }
        form = CaseForm("forum", action: "/forums/new", title: words("forum-new.save"), refused, isPlain: true) {
            typed in
            [
                typed.input(
                    "kind", .choice(ForumKind.all.map(\.code)), words("forum-new.kind"), isRequired: true,
                    options: ForumKind.all.map { ($0.code, words("forum.\($0.code).name")) }),
                typed.input(
                    "municipality", .choice(places.map(\.optionValue)), words("case-words.municipality"),
                    help: words("forum-new.municipality-help"),
                    options: places.map { ($0.optionValue, $0.optionLabel) }, none: words("forum-new.district")),
                typed.input(
                    "purpose", .longText, words("forum-new.purpose"), help: words("forum-new.purpose-help"),
                    isRequired: true),
            ]
        }
    }
}
