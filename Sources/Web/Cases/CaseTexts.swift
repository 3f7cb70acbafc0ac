import Casework
import Handbook
import Prevention
import Store

/// Turns what cases hold into what is read: names for codes, dates as Danes write them.
struct CaseTexts: Sendable {
    let words: Words
    let handbook: Handbook
    let now: Instant
    /// Names of the accounts, by account.
    let names: [String: String]
    /// The municipality in which all the reader's work lies, where there is only one.
    var home: String?
    /// Account name of the reader; empty where nobody reads.
    var reader = ""

    var today: LocalDate { now.day }

    init(words: Words, handbook: Handbook, now: Instant, names: [String: String]) {
        self.words = words
        self.handbook = handbook
        self.now = now
        self.names = names
    }

    /// For the pages of one visit.
    static func load(for visit: Visit) async throws -> CaseTexts {
        let names = try await NameAccounts()(in: visit.office)
        var texts = CaseTexts(words: visit.words, handbook: visit.office.handbook, now: visit.office.now, names: names)
        texts.home = try visit.actor.onlyMunicipality
        texts.reader = try visit.actor.name
        return texts
    }

    /// The name of an account; the account itself where it is no local one.
    func person(_ account: String) -> String {
        names[account] ?? words.actor(account)
    }

    func owner(_ account: String) -> String {
        account.isEmpty ? words("case-words.nobody") : person(account)
    }

    func municipality(_ code: String) -> String {
        code.isEmpty ? words("case-words.no-municipality") : handbook.municipalityName(code)
    }

    /// Where a case lies, beside which nobody is named: a word instead where somebody protected takes part in it, except to those
    /// whose work all lies there.
    func place(of row: CaseRow) -> String {
        hidesPlace(of: row) ? words("person.masked-municipality") : municipality(row.municipality)
    }

    func hidesPlace(of row: CaseRow) -> Bool {
        row.hidesPlace && (home == nil || home != row.municipality)
    }

    /// To whom something overdue was taken: leaders are named by municipality and sector, so where the place is hidden nobody but
    /// themselves is told who.
    func leader(_ account: String, of row: CaseRow) -> String {
        hidesPlace(of: row) && account != reader ? words("concern.some-leader") : person(account)
    }

    func programme(_ programme: Programme) -> String {
        words("programme.\(programme.code).name")
    }

    func programme(_ code: String) -> String {
        words.has("programme.\(code).name") ? words("programme.\(code).name") : code
    }

    func stage(_ stage: Stage, of programme: Programme) -> String {
        words.name("stage", stage.code, of: programme)
    }

    /// `3 dage`.
    func days(_ count: Int) -> String {
        words.amount(count, .calendarDays)
    }

    /// A field's value as it is read.
    func value(_ value: String, of field: Field, in programme: Programme) -> String {
        switch field.kind {
        case .text, .longText, .number, .position, .party: return value
        case .date: return LocalDate(value)?.danish ?? value
        case .moment: return Instant(value)?.danish ?? value
        case .flag: return words(value == "yes" ? "case-words.yes" : "case-words.no")
        case .choice, .choices:
            return Field.chosen(value).map { words.name("choice." + field.code, $0, of: programme) }
                .joined(separator: ", ")
        }
    }

    /// Those who take part in a case, each once, as the reader may see them.
    func parties(of opened: OpenedCase) -> [(reference: String, name: String)] {
        var seen: Set<String> = []
        return opened.file.parties.filter { !$0.reference.isEmpty && seen.insert($0.reference).inserted }.map { party in
            (party.reference, opened.persons[party.person]?.name ?? words("case-words.protected"))
        }
    }

    /// Own municipalities first; for a select.
    func municipalities(chosen: String) -> [FieldInput.Option] {
        let sorted = handbook.municipalities.sorted { ($0.isOwn ? 0 : 1, $0.name) < ($1.isOwn ? 0 : 1, $1.name) }
        return sorted.map { .init(optionValue: $0.code, optionLabel: $0.name, isChosen: $0.code == chosen) }
    }
}

/// How near a deadline is, in a word, a shape and a date.
struct DueBadge: Sendable {
    /// `is-overdue`, `is-warning` or `is-running`.
    let dueClass: String
    let dueText: String
    /// For places that do not say that it is about a deadline.
    let dueLong: String
    let dueDate: String
    let dueISO: String
    /// Which deadline it is; `nil` where that is said already.
    let dueClock: String?

    /// - Parameter clock: the one that it belongs to, whose own rule says from when it warns.
    init(_ due: Instant, clock: Clock? = nil, of programme: Programme? = nil, _ texts: CaseTexts) {
        let name = clock.flatMap { clock in programme.map { texts.words.name("clock", clock.code, of: $0) } }
        if due == Instant(endOf: due.day) {
            self.init(inDays: due.day, warning: clock?.warning ?? "clock.warning-days", name, texts)
        } else {
            self.init(inHours: due, warning: clock?.warning ?? "clock.warning-hours", name, texts)
        }
    }

    private init(inDays day: LocalDate, warning rule: String, _ clock: String?, _ texts: CaseTexts) {
        let left = day - texts.today
        let warning = (try? texts.handbook.law.value(rule, on: texts.today)) ?? 0
        dueClock = clock
        dueClass = left < 0 ? "is-overdue" : left <= warning ? "is-warning" : "is-running"
        dueLong = DueBadge.text(left, texts)
        dueText = DueBadge.short(left, texts)
        dueDate = day.danish
        dueISO = day.description
    }

    /// A deadline at a time of day.
    private init(inHours due: Instant, warning rule: String, _ clock: String?, _ texts: CaseTexts) {
        let left = due.milliseconds - texts.now.milliseconds
        let found = try? texts.handbook.law.rule(rule, on: texts.today)
        let warning = found.map { $0.unit == .hours ? $0.value : $0.value * 24 } ?? 0
        dueClock = clock
        dueClass = left < 0 ? "is-overdue" : left <= Int64(warning) * 3_600_000 ? "is-warning" : "is-running"
        let amount = ["amount": texts.words.amount(Int(abs(left) / 3_600_000), .hours)]
        dueLong = texts.words(left < 0 ? "case-words.overdue-by" : "case-words.due-in", amount)
        dueText = texts.words(left < 0 ? "case-words.late-by" : "case-words.due-in", amount)
        dueDate = due.danish
        dueISO = TypedValue.forInput(due)
    }

    /// For places that say already that it is about a deadline.
    static func short(_ left: Int, _ texts: CaseTexts) -> String {
        left < 0 ? texts.words("case-words.late-by", ["amount": texts.days(-left)]) : text(left, texts)
    }

    static func text(_ left: Int, _ texts: CaseTexts) -> String {
        if left == 0 { return texts.words("case-words.due-today") }
        let amount = ["amount": texts.days(abs(left))]
        return texts.words(left < 0 ? "case-words.overdue-by" : "case-words.due-in", amount)
    }
}

/// A case as lists, boards and the desk show it.
struct CaseRowModel: Sendable {
    let number: String
    let href: String
    let programmeName: String
    let municipalityName: String
    let stageName: String
    let openedOn: String
    let openedISO: String
    let stageOn: String
    let stageISO: String
    let ownerName: String
    let isClosed: Bool
    let due: DueBadge?

    init(_ row: CaseRow, _ texts: CaseTexts) {
        number = row.number
        href = "/cases/\(row.id)"
        programmeName = texts.programme(row.programme)
        municipalityName = texts.place(of: row)
        stageName = Catalogue.programme(row.programme).map { texts.stage(Stage(row.stage), of: $0) } ?? row.stage
        openedOn = row.openedOn.danish
        openedISO = row.openedOn.description
        stageOn = row.stageOn.danish
        stageISO = row.stageOn.description
        ownerName = texts.owner(row.owner)
        isClosed = !row.isOpen
        let programme = Catalogue.programme(row.programme)
        due = row.dueAt.map { DueBadge($0, clock: programme?.clock(row.dueClock), of: programme, texts) }
    }
}

extension Words {
    /// Whoever has no account here: the user of the operating system at the command line, or a name as it stands.
    func actor(_ name: String) -> String {
        guard name.hasPrefix("os:") else { return name }
        return self("case-words.at-command-line", ["name": String(name.dropFirst("os:".count))])
    }
}
