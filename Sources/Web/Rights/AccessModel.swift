import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// The register of requests.
struct AccessListModel: Sendable {
    struct Line: Sendable {
        let requestNumber: String
        let requestHref: String
        let personName: String
        let receivedOn: String
        let dueOn: String
        let isOverdue: Bool
        let answeredAt: String
    }

    let open: [Line]
    let hasOpen: Bool
    let answered: [Line]
    let hasAnswered: Bool

    init(_ lines: [AccessLine], _ visit: Visit) {
        func model(_ line: AccessLine) -> Line {
            Line(
                requestNumber: visit.words("access.request", ["number": String(line.request.id)]),
                requestHref: "/access/\(line.request.id)",
                personName: line.person.name ?? visit.words("case-words.protected"),
                receivedOn: line.request.receivedOn.danish, dueOn: line.request.dueOn.danish,
                isOverdue: !line.request.isAnswered && line.request.dueOn < visit.today,
                answeredAt: line.request.answeredAt?.danish ?? "")
        }
        open = lines.filter { !$0.request.isAnswered }.map(model)
        hasOpen = !open.isEmpty
        answered = lines.filter(\.request.isAnswered).map(model)
        hasAnswered = !answered.isEmpty
    }
}

/// The form that registers a request.
struct NewAccessModel: Sendable {
    let problems: FormProblems?
    /// Named by the link that led here; `nil` where the form asks.
    let known: Known?
    let personText: String
    let personError: String?
    let requestedBy: String
    let requestedByError: String?
    let receivedOn: String
    let receivedOnError: String?

    struct Known: Sendable {
        let knownID: String
        let knownName: String
    }

    static func empty(_ visit: Visit) async throws -> NewAccessModel {
        let known = try await known(visit.query("person"), visit)
        return NewAccessModel(visit, known, Form(["received": visit.today.description]), [])
    }

    private static func known(_ text: String?, _ visit: Visit) async throws -> Known? {
        guard let text, !text.isEmpty else { return nil }
        guard let id = Int64(text) else { throw NotFound() }
        let person = try await NameAsking(id)(visit.authorized(Acts.GiveAccess.self), in: visit.office)
        return Known(knownID: text, knownName: person.name ?? visit.words("case-words.protected"))
    }

    /// Registers it; what is wrong comes back with what was typed.
    static func answer(_ visit: Visit) async throws -> Reply {
        let form = try await visit.form()
        let who = try visit.authorized(Acts.GiveAccess.self)
        var refusals: [Refusal] = []
        let received = LocalDate(TypedValue.normal(form["received"], .date))
        if received == nil { refusals.append(Refusal("access-received")) }
        if form["requested_by"].isEmpty { refusals.append(Refusal("access-requested-by")) }
        do {
            if form["person_id"].isEmpty, form["person"].isEmpty { refusals.append(Refusal("access-person")) }
            guard refusals.isEmpty, let received else { throw Refused(refusals) }
            let person: Int64
            if let id = Int64(form["person_id"]) {
                person = id
            } else {
                person = try await IdentifyAsking(form["person"])(who, in: visit.office)
            }
            let id = try await RegisterAccess(person, requestedBy: form["requested_by"], receivedOn: received)(
                who, in: visit.office)
            return .redirect("/access/\(id)?done=access-registered")
        } catch let refused as Refused {
            let known = try await known(form["person_id"], visit)
            return .page(
                "access-new", NewAccessModel(visit, known, form, refused.refusals), status: .unprocessableContent)
        }
    }

    private static let places = [
        "access-received": "received", "in-future": "received", "access-requested-by": "requested-by",
        "access-person": "person", "unknown-person": "person", "several-persons": "person",
    ]

    private init(_ visit: Visit, _ known: Known?, _ form: Form, _ refusals: [Refusal]) {
        let found = FormProblems(
            found: refusals.map {
                .init(
                    problemText: visit.words.refusal($0, programme: nil),
                    problemTarget: NewAccessModel.places[$0.code] ?? "person")
            }, words: visit.words)
        problems = found
        self.known = known
        personText = form["person"]
        personError = found?.text(at: "person")
        requestedBy = form["requested_by"]
        requestedByError = found?.text(at: "requested-by")
        receivedOn = form["received"]
        receivedOnError = found?.text(at: "received")
    }
}

/// The page of a request.
struct AccessModel: Sendable {
    struct Withheld: Sendable {
        let withheldPart: String
        let withheldCode: String
        let withheldGround: String
        let withheldReason: String
        let withheldBy: String
        let isSilent: Bool
    }

    let title: String
    let path: String
    let personName: String
    let isProtected: Bool
    let requestedBy: String
    let receivedOn: String
    let dueOn: String
    let isOverdue: Bool
    let isOpen: Bool
    let stateLabel: String
    let answeredAt: String?
    let answeredBy: String?
    let problems: FormProblems?
    let parts: SelectOptions
    let hasParts: Bool
    let grounds: SelectOptions
    let reason: String
    let isSilentChosen: Bool
    let restrictError: String?
    let withheld: [Withheld]
    let hasWithheld: Bool
    let answer: AccessAnswerModel

    init(_ page: AccessPage, _ visit: Visit, names: [String: String], problems: FormProblems?, typed: Form?) {
        let words = visit.words
        func account(_ name: String) -> String { names[name] ?? words.actor(name) }
        title = words("access.request", ["number": String(page.request.id)])
        path = "/access/\(page.request.id)"
        personName = page.person.name ?? words("case-words.protected")
        isProtected = page.person.isProtected
        requestedBy = page.request.requestedBy
        receivedOn = page.request.receivedOn.danish
        dueOn = page.request.dueOn.danish
        isOpen = !page.request.isAnswered
        isOverdue = isOpen && page.request.dueOn < visit.today
        stateLabel = words("access.state." + (isOpen ? "open" : "answered"))
        answeredAt = page.request.answeredAt?.danish
        answeredBy = page.request.isAnswered ? account(page.request.answeredBy) : nil
        self.problems = problems
        parts = SelectOptions(
            page.restrictable.map {
                .init(
                    optionValue: $0.code, optionLabel: AccessPartName.of($0.code, words),
                    isChosen: $0.code == typed?["part"])
            })
        hasParts = !page.restrictable.isEmpty
        grounds = SelectOptions(
            AccessGround.allCases.map {
                .init(
                    optionValue: $0.rawValue, optionLabel: words("access.grounds." + $0.rawValue),
                    isChosen: $0.rawValue == typed?["ground"])
            })
        reason = typed?["reason"] ?? ""
        isSilentChosen = typed?["silent"] == "yes"
        restrictError = problems?.text(at: "restrict")
        withheld = page.restrictions.map {
            Withheld(
                withheldPart: AccessPartName.of($0.part.code, words), withheldCode: $0.part.code,
                withheldGround: words("access.grounds." + $0.ground.rawValue), withheldReason: $0.reason,
                withheldBy: words("hold.by", ["name": account($0.decidedBy), "date": $0.decidedAt.danish]),
                isSilent: $0.isSilent)
        }
        hasWithheld = !withheld.isEmpty
        answer = AccessAnswerModel(page.answer, words: words, handbook: visit.office.handbook)
    }
}
