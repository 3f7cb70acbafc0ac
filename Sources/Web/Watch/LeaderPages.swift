import Casework
import HTTPTypes
import Handbook
import Prevention
import Store

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /leaders | needs name-leaders; sealed programmes for their team alone |
/// | POST | /leaders | needs name-leaders, programme among those that the actor may name for |
enum LeaderPages {
    static func add(to routes: RouteTable) {
        routes.get("/leaders", .needs(.nameLeaders)) { visit in try await page(visit, Form([:]), nil) }

        routes.post("/leaders", .needs(.nameLeaders)) { visit in
            let form = try await visit.form()
            let naming = NameLeader(
                programme: form["programme"], place: form["place"], account: form["account"],
                replaces: form["replaces"])
            do {
                // Only the button beside somebody who is named ends it.
                if naming.account.isEmpty, form["end"].isEmpty { throw Refused("leader-missing") }
                try await naming(visit.authorized(Acts.NameLeaders.self), in: visit.office)
                return .redirect("/leaders?done=leader-named")
            } catch let refused as Refused {
                return try await page(visit, form, refused)
            }
        }
    }

    private static func page(_ visit: Visit, _ form: Form, _ refused: Refused?) async throws -> Reply {
        let who = try visit.authorized(Acts.NameLeaders.self)
        let leaders = try await ReadLeaders()(who, in: visit.office)
        let texts = try await CaseTexts.load(for: visit)
        let model = LeadersModel(leaders, who, visit.office, form, refused, texts)
        return .page("leaders", model, status: refused == nil ? .ok : .unprocessableContent)
    }
}

/// Who is told where a clock has been overdue for too long, the form that names somebody, and who was named before.
struct LeadersModel: Sendable {
    struct Line: Sendable {
        let programmeName: String
        let placeName: String
        let accountName: String
        let isClosed: Bool
        let namedBy: String
        let endedBy: String?
        let programme: String
        let place: String
        /// Tells the buttons apart.
        let endLabel: String
    }

    let after: String
    let problems: FormProblems?
    let lines: [Line]
    let hasLines: Bool
    /// Nobody is named for the whole district and all programmes: some clocks go to nobody.
    let lacksFallback: Bool
    let former: [Line]
    let hasFormer: Bool
    let leaderProgrammes: [FieldInput.Option]
    let leaderPlaces: [FieldInput.Option]
    let leaderAccounts: [FieldInput.Option]
    /// The account that is named there already, once the page has said so; the button then replaces it.
    let replaced: String?
    /// Whether there is a page of escalations for the reader.
    let hasEscalations: Bool

    init(
        _ leaders: Leaders, _ who: Authorized<Acts.NameLeaders>, _ office: Office, _ form: Form, _ refused: Refused?,
        _ texts: CaseTexts
    ) {
        let words = texts.words
        func time(_ rule: String) -> String {
            (try? office.law.rule(rule, on: texts.today)).map { words.amount($0) } ?? ""
        }
        after = words("leaders.after", ["time": time("clock.escalation-days"), "task": time("task.escalation")])
        problems = refused.map {
            FormProblems(
                $0,
                targets: [
                    "leader-programme": "programme", "leader-place": "place", "leader-account": "account",
                    "leader-cannot-open": "account", "leader-missing": "account", "leader-replaces": "account",
                ],
                otherwise: "account", words: words)
        }
        replaced = refused?.refusals.first { $0.code == "leader-replaces" }?.arguments["account"]
        hasEscalations = who.actor.may(.workCases)
        let places = PlaceNames(office, words)
        func line(_ leader: StoredLeader) -> Line {
            let programme = leader.programme.isEmpty ? words("leaders.all") : texts.programme(leader.programme)
            return Line(
                programmeName: programme, placeName: places.name(leader.place),
                accountName: leader.account.actor.displayName, isClosed: leader.isClosed,
                namedBy: words(
                    "leaders.named-by", ["name": texts.person(leader.setBy), "at": leader.setAt.danish]),
                endedBy: leader.endedAt.map {
                    words("leaders.ended-by", ["name": texts.person(leader.endedBy), "at": $0.danish])
                },
                programme: leader.programme, place: leader.place,
                endLabel: words("leaders.end-for", ["programme": programme, "place": places.name(leader.place)]))
        }
        lines = leaders.current.map(line)
        hasLines = !lines.isEmpty
        lacksFallback = who.mayNameForAll && !leaders.current.contains { $0.programme.isEmpty && $0.place.isEmpty }
        former = leaders.former.map(line)
        hasFormer = !former.isEmpty
        let chosen = (programme: form["programme"], place: form["place"], account: form["account"])
        leaderProgrammes =
            (who.mayNameForAll
                ? [.init(optionValue: "", optionLabel: words("leaders.all"), isChosen: chosen.programme.isEmpty)] : [])
            + who.programmes.map {
                .init(
                    optionValue: $0.code, optionLabel: texts.programme($0), isChosen: $0.code == chosen.programme)
            }
        leaderPlaces = ([""] + office.leaderPlaces).map {
            .init(optionValue: $0, optionLabel: places.name($0), isChosen: $0 == chosen.place)
        }
        leaderAccounts = leaders.accounts.map {
            .init(optionValue: $0.name, optionLabel: $0.displayName, isChosen: $0.name == chosen.account)
        }
    }
}

/// Names of the district, its sectors and its municipalities.
private struct PlaceNames {
    private let units: [String: String]
    private let handbook: Handbook
    private let district: String

    init(_ office: Office, _ words: Words) {
        handbook = office.handbook
        units = (office.handbook.authority("police")?.unitNames ?? [:]).compactMapValues { $0[words.language] }
        district = words("leaders.district")
    }

    func name(_ code: String) -> String {
        code.isEmpty ? district : units[code] ?? handbook.municipalityName(code)
    }
}
