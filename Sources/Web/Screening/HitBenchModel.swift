import Casework
import Handbook
import Prevention
import Store

/// What helps to decide on a hit, on its page: why the rule points, what is new, what else there is, and the forms.
struct HitBenchModel: Sendable {
    struct Deferral: Sendable {
        let deferralAt: String
        let deferralMoment: String
        let deferralText: String
        let deferralReason: String
        /// What has ended it before its day; `nil` where nothing has.
        let deferralEnded: String?
    }

    struct Case: Sendable {
        let caseLink: String
        let caseName: String
        let caseStage: String
        let caseOpened: String
    }

    /// `nil` where the version of the rule is gone.
    let why: HitWhy?
    /// What has come since somebody last looked; `nil` where nothing has.
    let newsTitle: String?
    let news: [String]
    let cases: [Case]
    let notices: [Case]
    let hasCases: Bool
    let hasNotices: Bool
    let deferrals: [Deferral]
    let hasDeferrals: Bool
    let hasDefer: Bool
    let deferForm: CaseForm?
    /// Takes it back into the queue.
    let endAction: String?
    let opinions: [OpinionModel]
    let hasOpinions: Bool
    let askForm: CaseForm?
    let hasAsking: Bool
    let lapses: String?
    /// Said of a hit that was opened again and went back to its decision undecided.
    let back: String?
    let isLapsing: Bool
    let guideHref: String
    /// Offered until the user says that they know it.
    let offersGuide: Bool
    let hitID: String

    init(
        _ page: HitPage, _ table: IncidentTable, _ desk: HitDesk, _ refused: RefusedForm?, _ naming: PersonNaming,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        let (hit, bench) = (page.hit, page.bench)
        let isOpen = hit.state == .open
        hitID = String(hit.id)
        why = bench.explanation.map { HitWhy($0, page, rows: table.marks, naming, words.language) }
        newsTitle = bench.news.map { words("hit-news.title", ["day": $0.since.danish]) }
        news = HitBenchModel.news(page, naming)
        let (sent, others) = (
            bench.openCases.filter { $0.programme == Programme.concernNotice.code },
            bench.openCases.filter { $0.programme != Programme.concernNotice.code }
        )
        cases = others.map { Case($0, texts) }
        notices = sent.map { Case($0, texts) }
        hasCases = !cases.isEmpty
        hasNotices = !notices.isEmpty
        deferrals = bench.deferrals.map { Deferral($0, texts) }
        hasDeferrals = !deferrals.isEmpty
        let isDeferred = hit.isDeferred(on: texts.today)
        let mayDefer = isOpen && bench.latestDeferral > texts.today
        hasDefer = mayDefer || isDeferred
        deferForm =
            mayDefer
            ? CaseForm(
                "deferral", action: desk.path(hit.id, "/deferral"),
                title: words(isDeferred ? "hit-deferral.again" : "hit-deferral.button"), refused
            ) { typed in
                [
                    typed.input(
                        "until", .date, words("hit-deferral.until"),
                        help: words("hit-deferral.until-help", ["day": bench.latestDeferral.danish]), isRequired: true),
                    typed.input(
                        "reason", .longText, words("hit-deferral.reason"), help: words("hit-deferral.reason-help"),
                        isRequired: true),
                ]
            } : nil
        endAction = isDeferred ? desk.path(hit.id, "/deferral-end") : nil
        opinions = bench.opinions.map { OpinionModel($0, hit, desk, refused, texts) }
        hasOpinions = !opinions.isEmpty
        askForm = isOpen && !bench.colleagues.isEmpty ? OpinionModel.ask(page, desk, refused, words) : nil
        hasAsking = hasOpinions || askForm != nil
        isLapsing = bench.isLapsing
        lapses = bench.lapsesOn.map {
            words(bench.isLapsing ? "hit-lapse.near" : "hit-lapse.day", ["day": $0.danish])
        }
        back = bench.undecidedSince.flatMap { day in
            page.decisions.first.map { decision in
                words(
                    "hit-lapse.back",
                    ["day": day.danish, "name": texts.person(decision.actor), "decided": decision.at.day.danish])
            }
        }
        guideHref = desk.path(hit.id, "/guide")
        offersGuide = !desk.knowsHits
    }

    private static func news(_ page: HitPage, _ naming: PersonNaming) -> [String] {
        guard let news = page.bench.news, let explanation = page.bench.explanation else { return [] }
        let words = naming.words
        let all = explanation.met.map(\.incident) + explanation.near.map(\.incident)
        let incidents = all.filter { news.incidents.contains($0.id) }.sorted { $0.day < $1.day }
        return incidents.map {
            words(
                "hit-news.incident",
                [
                    "day": $0.day.danish,
                    "type": naming.handbook.incidentTypeName($0.type, words.language),
                ])
        } + news.carers.map { words("hit-news.carer", ["name": page.persons[$0].map(naming.label) ?? ""]) }
    }
}

extension HitBenchModel.Deferral {
    fileprivate init(_ deferral: HitDeferral, _ texts: CaseTexts) {
        deferralAt = deferral.at.danish
        deferralMoment = deferral.at.description
        deferralText = texts.words(
            "hit-deferral.line", ["day": deferral.until.danish, "name": texts.person(deferral.actor)])
        deferralReason = deferral.reason
        deferralEnded = deferral.endedAt.map { at in
            texts.words(
                deferral.endedBy.isEmpty ? "hit-deferral.ended-by-incident" : "hit-deferral.ended",
                ["day": at.day.danish])
        }
    }
}

extension HitBenchModel.Case {
    fileprivate init(_ row: CaseRow, _ texts: CaseTexts) {
        let model = CaseRowModel(row, texts)
        caseLink = model.href
        caseName = model.number + ", " + model.programmeName
        caseStage = model.stageName
        caseOpened = model.openedOn
    }
}

/// A colleague's view of a hit.
struct OpinionModel: Sendable {
    let opinionAt: String
    let opinionMoment: String
    let opinionText: String
    let opinionWords: String?
    let opinionAnswer: String?
    let opinionReason: String?
    /// That nobody will answer: the question was taken back, or the hit was decided on.
    let opinionOver: String?
    /// For whoever was asked.
    let answerForm: CaseForm?
    /// For whoever has asked.
    let withdrawAction: String?

    fileprivate init(_ one: HitOpinion, _ hit: StoredHit, _ desk: HitDesk, _ refused: RefusedForm?, _ texts: CaseTexts)
    {
        let words = texts.words
        let isWaiting = one.isWaiting && hit.state == .open
        opinionAt = one.at.danish
        opinionMoment = one.at.description
        opinionText = words(
            "hit-opinion.line",
            [
                "name": texts.person(one.askedBy), "colleague": texts.person(one.askedOf),
                "leaning": words("hit-opinion.leans." + one.leaning.rawValue),
            ])
        opinionWords = one.words.isEmpty ? nil : one.words
        opinionAnswer = one.answer.map { answer in
            words(
                "hit-opinion.answered." + answer.rawValue,
                ["name": texts.person(one.askedOf), "at": one.answeredAt?.danish ?? ""])
        }
        opinionReason = one.reason.isEmpty ? nil : one.reason
        opinionOver =
            one.withdrawnAt.map { words("hit-opinion.withdrawn", ["at": $0.danish]) }
            ?? one.closedAt.map { words("hit-opinion.closed", ["at": $0.danish]) }
        let parameters = ["opinion=\(one.id)"]
        answerForm =
            isWaiting && one.askedOf == desk.reader
            ? CaseForm(
                "opinion-answer", action: desk.path(hit.id, "/opinion-answer", with: parameters),
                title: words("hit-opinion.answer-button"), refused
            ) { typed in
                [
                    typed.input(
                        "answer", .choice(HitOpinion.Answer.allCases.map(\.rawValue)), words("hit-opinion.answer"),
                        isRequired: true,
                        options: HitOpinion.Answer.allCases.map {
                            ($0.rawValue, words("hit-opinion.answers." + $0.rawValue))
                        }),
                    typed.input(
                        "reason", .longText, words("hit-opinion.reason"), help: words("hit-opinion.reason-help"),
                        isRequired: true),
                ]
            } : nil
        withdrawAction =
            isWaiting && one.askedBy == desk.reader
            ? desk.path(hit.id, "/opinion-withdraw", with: parameters) : nil
    }

    fileprivate static func ask(_ page: HitPage, _ desk: HitDesk, _ refused: RefusedForm?, _ words: Words) -> CaseForm {
        let leanings: [StoredHit.State] = [.report, .noReport]
        return CaseForm(
            "opinion", action: desk.path(page.hit.id, "/opinion"), title: words("hit-opinion.button"), refused
        ) { typed in
            [
                typed.input(
                    "colleague", .choice(page.bench.colleagues.map(\.name)), words("hit-opinion.colleague"),
                    isRequired: true, options: page.bench.colleagues.map { ($0.name, $0.displayName) }),
                typed.input(
                    "leaning", .choice(leanings.map(\.rawValue)), words("hit-opinion.leaning"), isRequired: true,
                    options: leanings.map { ($0.rawValue, words("screening.state-one." + $0.rawValue)) }),
                typed.input("words", .longText, words("hit-opinion.words"), help: words("hit-opinion.words-help")),
            ]
        }
    }
}
