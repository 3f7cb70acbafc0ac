import Foundation
import Handbook
import Hummingbird
import HummingbirdTesting
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// Every route, driven by every role of an authority and of another one, over records that lie inside and outside what each may
/// know of: what the site answers is what the policies say. A route that this test does not know fails it.
@Suite struct PermissionMatrixTests {
    private let site: TestSite
    private let routes: [RouteTable.Entry]

    /// A case, with what its policies look at.
    private struct Record {
        let id: Int64
        let programme: Programme
        let municipality: String
        let stage: Stage
        let owner: String
        let person: Int64
        let task: Int64
        let note: Int64
    }

    /// What a route must answer.
    private enum Expected: Equatable {
        /// The page, or what is wrong with an empty form.
        case served
        case forbidden
        case notFound

        func allows(_ status: Int) -> Bool {
            switch self {
            case .served: return [200, 303, 409, 422].contains(status)
            case .forbidden: return status == 403
            case .notFound: return status == 404
            }
        }
    }

    init() throws {
        site = try TestSite()
        routes = WebServer(site: site.site).routes().table.entries
    }

    /// Each role where it may be held: in Greve and in Holbæk, in the sectors that these lie in, or in the whole district.
    private func actors() throws -> [Actor] {
        let homes: [(Authority.Kind, [(authority: String, unit: String)])] = [
            (.police, [("police", "sector-oest"), ("police", "sector-vest"), ("police", "oroe")]),
            (.municipality, [("253", ""), ("316", "")]), (.psychiatry, [("psychiatry", "")]),
            (.prisonService, [("prison-service", "")]), (.counselling, [("counselling", "")]),
            (.mediation, [("mediation", "")]), (.hospital, [("hospitals", "")]), (.housing, [("housing", "")]),
        ]
        let actors = Role.allCases.flatMap { role in
            homes.filter { role.authorities.contains($0.0) }.flatMap(\.1).map { home in
                let name = [role.rawValue, home.authority, home.unit].joined(separator: "-")
                let actor = Actor(
                    name: name, displayName: name, authority: home.authority, unit: home.unit, roles: [role])
                return site.office.handbook.placed(actor)
            }
        }
        #expect(Set(actors.flatMap(\.roles)) == Set(Role.allCases), "every role has a home")
        return actors
    }

    private func signIn(_ actor: Actor) throws {
        try site.database.blockingWrite { db in
            _ = try AccountStore.add(actor, password: "none", at: TestSite.now, in: db)
            let account = try #require(try AccountStore.account(named: actor.name, in: db))
            try SessionStore.open(
                .init(
                    tokenHash: SessionToken(actor.name).hash, csrf: "csrf-" + actor.name, account: account.id),
                at: TestSite.now, in: db)
        }
    }

    private func send(
        _ method: String, _ path: String, as actor: Actor, _ client: any TestClientProtocol
    ) async throws -> Int {
        var headers: HTTPFields = [.cookie: Cookies.session(site.site.settings) + "=" + actor.name]
        if method == "GET" {
            return try await client.execute(uri: path, method: .get, headers: headers).status.code
        }
        let body: String
        if path.hasSuffix("/upload") {
            headers[.contentType] = "multipart/form-data; boundary=b"
            body = "--b\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\ncsrf-\(actor.name)\r\n--b--\r\n"
        } else {
            headers[.contentType] = "application/x-www-form-urlencoded"
            body = "csrf=" + Form.encode("csrf-" + actor.name)
        }
        return try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer(string: body))
            .status.code
    }

    private func record(_ code: String, in municipality: String, at stage: Stage, owner: String = "") throws -> Record {
        let programme = try #require(Catalogue.programme(code))
        let person = try site.person("P-\(code)-\(municipality)-\(stage)", born: "1990-01-01")
        let file = CaseFile(
            id: 0, programme: programme, municipality: municipality, fields: [:],
            parties: [Party(person: person, role: .subject, birthDate: LocalDate("1990-01-01"), sex: .male)],
            events: [CaseEvent(.entered(stage), at: TestSite.now)])
        let id = try site.database.blockingWrite { db in
            try CaseStore.insert(
                file, standing: try CaseStanding(file, now: TestSite.now, law: site.office.law), owner: owner,
                by: TestSite.actor(.officer), at: TestSite.now, in: db)
        }
        let actor = TestSite.actor(.officer)
        let (task, note) = try site.database.blockingWrite { db in
            let task = try TaskStore.add(
                to: id, title: "x", details: "", owner: "x", dueOn: TestSite.now.day, by: actor, at: TestSite.now,
                in: db)
            try NoteStore.add("x", to: id, by: actor, at: TestSite.now, in: db)
            return (task.id, try NoteStore.notes(of: id, in: db).first?.id ?? 0)
        }
        return Record(
            id: id, programme: programme, municipality: municipality, stage: stage, owner: owner, person: person,
            task: task, note: note)
    }

    @Test func everyRouteAnswersEveryRoleAsThePoliciesSay() async throws {
        let actors = try actors()
        for actor in actors { try signIn(actor) }
        let mediator = try #require(actors.first { $0.roles == [.mediator] }).name
        let records = try [
            record("ukn", in: "253", at: "registered"), record("ukn", in: "316", at: "registered"),
            record("psp-k", in: "253", at: "selected"), record("psp-k", in: "253", at: "monitored"),
            record("psp-k", in: "316", at: "selected"), record("mediation", in: "316", at: "assigned", owner: mediator),
            record("mediation", in: "253", at: "assigned"), record("victim-referral", in: "316", at: "referred"),
            record("exit", in: "253", at: "enquiry"),
            record("concern-notice", in: "253", at: "sent"), record("concern-notice", in: "316", at: "received"),
            record("ssp-course", in: "253", at: "open"), record("partner-violence", in: "253", at: "open"),
            record("partner-violence", in: "253", at: "forum"), record("parish-officer", in: "316", at: "reported"),
            record("parish-officer", in: "326", at: "reported"), record("sociolance", in: "316", at: "handed-over"),
            record("preventive-talk", in: "253", at: "planned"),
        ]
        let child = try site.person("Barn", born: "2013-05-01")
        let mother = try site.person("Mor", born: "1985-01-01")
        try site.relation(mother, .parent, of: child)
        try site.incident("I1", "child-neglect", at: "2025-11-05T12:00", persons: [(.charged, mother)])
        _ = try await RunScreening(asOf: nil)(site.authorized(Acts.Screen.self, as: .screener), in: site.office)
        let hit = try #require(try site.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id })
        // A doubt, number 1.
        try site.doubt(child, try site.person("Barn igen", born: "2013-05-01"))
        try await BreakGlass(reason: "Barn i fare lige nu")(
            site.authorized(Acts.BreakGlass.self, as: .officer), in: site.office)
        let run = try site.database.blockingWrite { db in
            try ImportStore.begin(
                source: try ImportStore.source(named: "s", in: db), folder: "", by: TestSite.actor(.officer),
                at: TestSite.now, in: db)
        }
        // A request for access, a deletion and a hold, each number 1.
        let access = try site.authorized(Acts.GiveAccess.self, as: .secretariat)
        _ = try await RegisterAccess(child, requestedBy: "Mor", receivedOn: TestSite.now.day)(access, in: site.office)
        let retention = try site.authorized(Acts.ManageRetention.self, as: .secretariat)
        try await HoldRecord(.set(.person, child, reason: "Klage"))(retention, in: site.office)
        try await site.database.write { db in
            let record = RetentionRecord(.incident, 999, dueOn: TestSite.now.day, mark: 0)
            _ = try DeletionStore.propose(
                asOf: TestSite.now.day, [record], isSealed: false, by: TestSite.actor(.secretariat), at: TestSite.now,
                in: db)
        }

        // The draft of a rule, number 1.
        let rule = try #require(site.office.handbook.screeningRules.first)
        let text = RuleText.write(rule.numbered(rule.version + 1, from: TestSite.now.day + 30))
        try await WriteRuleDraft(text: text)(site.authorized(Acts.EditRules.self, as: .screener), in: site.office)
        // The assessment of an area, number 1.
        try await site.assessArea()
        try ForumRoutes.fill(site, actors)
        try MeetingRoutes.fill(site)
        try await PlanRoutes.fill(site)
        try BodyRoutes.fill(site)
        let asked = try #require(actors.first { $0.roles == [.screener] })
        let question = try await question(asked, about: mother)

        let application = WebServer(site: site.site).application(host: "127.0.0.1", port: 0)
        let closed = routes.filter { $0.policy != .open }
        let thirds = (0..<3).map { third in records.enumerated().filter { $0.offset % 3 == third }.map(\.element) }
        let wrong = try await application.test(.router) { client in
            var wrong: [String] = []
            for (row, route) in closed.enumerated() {
                for (column, actor) in actors.enumerated() {
                    // Another third of the cases each time, so that every route and every actor meets all of them.
                    let records = thirds[(row + column) % 3]
                    let cases = try cases(route, actor, records, hit: hit, run: run, question: question)
                    #expect(!cases.isEmpty, "\(route.method) \(route.path) is not known here")
                    // The permission is asked for before the address is read, wherever the role is held: one try is enough.
                    let isFirstOfRole = actors.first { $0.roles == actor.roles }?.name == actor.name
                    let isRefused = !isAllowed(route, actor)
                    for (path, expected) in isRefused ? cases.prefix(isFirstOfRole ? 1 : 0) : cases[...] {
                        let expected = isRefused ? .forbidden : expected
                        let status = try await send(route.method, path, as: actor, client)
                        if !expected.allows(status) {
                            wrong.append("\(route.method) \(path) as \(actor.name): \(status)")
                        }
                    }
                    if route.path == "/sign-out" { try reopen(actor) }
                }
            }
            return wrong
        }
        #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(40).joined(separator: "\n"))")
    }

    private func isAllowed(_ route: RouteTable.Entry, _ actor: Actor) -> Bool {
        switch route.policy {
        case .open, .signedIn: return true
        case .needs(let permission): return actor.may(permission)
        }
    }

    /// Somebody has looked a person up, and is asked why.
    private func question(_ asked: Actor, about person: Int64) async throws -> (id: Int64, asked: String) {
        _ = try await ReadPerson(person, purpose: Purpose(.caseWork))(
            Policy.authorize(asked, Acts.FindPersons.self), in: site.office)
        let leader = try site.authorized(Acts.ReviewLog.self, as: .leader)
        let month = ReviewMonth(of: TestSite.now.day)
        _ = try await DrawReview(month)(leader, in: site.office)
        let drawn = try await ListReviews(month, state: nil)(leader, in: site.office).reviews
        let id = try #require(drawn.first { $0.actor == asked.name }?.id)
        try await DecideReview(id, .questioned, note: "Hvorfor?")(leader, in: site.office)
        return (id, asked.name)
    }

    private func reopen(_ actor: Actor) throws {
        try site.database.blockingWrite { db in
            let account = try #require(try AccountStore.account(named: actor.name, in: db))
            try SessionStore.open(
                .init(
                    tokenHash: SessionToken(actor.name).hash, csrf: "csrf-" + actor.name, account: account.id),
                at: TestSite.now, in: db)
        }
    }

    /// The addresses of a route with what each must answer to whoever has the permission.
    private func cases(
        _ route: RouteTable.Entry, _ actor: Actor, _ records: [Record], hit: Int64, run: Int64,
        question: (id: Int64, asked: String)
    ) throws -> [(path: String, expected: Expected)] {
        let scope = CaseScope(of: actor)
        // There are none: of such things nobody sees another's.
        if route.path.hasPrefix("/cases/filters/{id}") || route.path.hasPrefix("/cases/bulk/{id}") {
            let onlyLeads = route.method == "GET" && route.path.split(separator: "/").count > 3
            return [(filled(route.path, ["{id}": "1"]), onlyLeads ? .served : .notFound)]
        }
        if route.path.hasPrefix("/cases/{id}") {
            return records.map { record in
                let parts = [
                    "{id}": "\(record.id)", "{stage}": record.programme.stages[1].code, "{entry}": "breach",
                    "{clock}": record.programme.clocks.first?.code ?? "none", "{role}": "contact",
                    "{person}": "\(record.person)", "{relation}": "1", "{event}": "1", "{task}": "\(record.task)",
                    "{note}": "\(record.note)", "{act}": "done", "{code}": "ukn-track-board",
                    "{number}": "1", "{letter}": "ukn-referral",
                ]
                let isInside = scope.contains(
                    record.programme, municipality: record.municipality, stage: record.stage, owner: record.owner)
                // The address of a form, loaded anew, leads to the case without looking at it.
                let papers = ["/cases/{id}/documents/{number}/file", "/cases/{id}/letters/{letter}"]
                let isPage =
                    route.path == "/cases/{id}/correct"
                    || CaseTab.allCases.contains { route.path == "/cases/{id}" + $0.path }
                    || route.path.contains("/suggestions/") || papers.contains(route.path)
                let onlyLeads = route.method == "GET" && !isPage
                // None of the cases has a document, or has come to a letter; who takes no steps in it is told so first.
                if papers.contains(route.path) { return (filled(route.path, parts), .notFound) }
                if route.path.contains("{number}"), !onlyLeads {
                    let isTold = isInside && !record.programme.isHandled(by: actor)
                    return (filled(route.path, parts), isTold ? .served : .notFound)
                }
                return (filled(route.path, parts), isInside || onlyLeads ? .served : .notFound)
            }
        }
        if let found = CommunityRoutes.cases(route.method, route.path, actor) {
            return found.map { ($0.path, $0.isThere ? .served : .notFound) }
        }
        if let found = PlanRoutes.cases(route.method, route.path, actor) {
            return found.map { ($0.path, $0.isThere ? .served : .notFound) }
        }
        if let found = BodyRoutes.cases(route.method, route.path, actor) {
            return found.map { ($0.path, $0.isThere ? .served : .notFound) }
        }
        if let found = MeetingRoutes.cases(route.method, route.path, actor) {
            return found.map { ($0.path, $0.isThere ? .served : .notFound) }
        }
        if let found = ForumRoutes.cases(route.method, route.path, actor) {
            return found.map { ($0.path, $0.isThere ? .served : .notFound) }
        }
        if route.path.hasPrefix("/letters/{letter}") {
            return [
                (filled(route.path, ["{letter}": "ukn-referral", "{version}": "0"]), .served),
                (filled(route.path, ["{letter}": "none", "{version}": "0"]), .notFound),
            ]
        }
        if route.path.contains("{programme}") {
            return Catalogue.all.map { programme in
                let path = filled(route.path, ["{programme}": programme.code])
                let hasPage: Bool
                switch route.path.split(separator: "/").last {
                case "suggested": hasPage = programme.hasSuggestions
                case "dismiss": hasPage = programme.suggestion != nil || route.method == "POST"
                default: hasPage = true
                }
                return (path, hasPage && scope.contains(programme) ? .served : .notFound)
            }
        }
        if route.path.hasPrefix("/persons/{id}") {
            return try persons(route, actor, records)
        }
        if route.path.hasPrefix("/screening/rules/drafts/{draft}") {
            let isPage = route.path.hasSuffix("{draft}") || route.path.hasSuffix("back-test")
            let onlyLeads = route.method == "GET" && !isPage
            return [
                (filled(route.path, ["{draft}": "1"]), .served),
                (filled(route.path, ["{draft}": "999"]), onlyLeads ? .served : .notFound),
            ]
        }
        // Nothing has been drawn.
        if route.path.hasPrefix("/screening/rules/blind/{sample}") {
            let onlyLeads = route.method == "GET" && route.path.hasSuffix("/withdraw")
            return [(filled(route.path, ["{sample}": "1"]), onlyLeads ? .served : .notFound)]
        }
        if route.path.hasPrefix("/screening/{id}") {
            let isPage = route.path == "/screening/{id}" || route.path.hasSuffix("/guide")
            let onlyLeads = route.method == "GET" && !isPage
            return [
                (filled(route.path, ["{id}": "\(hit)"]), .served),
                (filled(route.path, ["{id}": "999"]), onlyLeads ? .served : .notFound),
            ]
        }
        if route.path.hasPrefix("/identities/{id}") {
            let onlyLeads = route.method == "GET" && route.path.hasSuffix("/reopen")
            return [
                (filled(route.path, ["{id}": "1"]), .served),
                (filled(route.path, ["{id}": "999"]), onlyLeads ? .served : .notFound),
            ]
        }
        // Nobody is on the list, and nobody has observed anything.
        if route.path.hasPrefix("/psp-k/{id}") || route.path.hasPrefix("/trends/own/{id}") {
            let onlyLeads = route.method == "GET" && route.path.split(separator: "/").last?.contains("{id}") != true
            return [(filled(route.path, ["{id}": "1"]), onlyLeads ? .served : .notFound)]
        }
        if route.path == "/ssp/courses" {
            return [(route.path, scope.contains(.sspCourse) ? .served : .notFound)]
        }
        if route.path.hasPrefix("/koege-model/roll-out/") {
            return [
                (filled(route.path, ["{municipality}": "253"]), .served),
                (filled(route.path, ["{municipality}": "259"]), .notFound),
            ]
        }
        // Nothing has been merged or kept apart; the form to take a split back asks for nothing but a reason.
        if route.path.hasPrefix("/merges/{id}") || route.path.hasPrefix("/splits/{id}") {
            let isForm =
                route.method == "GET" && (route.path.hasPrefix("/splits") || route.path.hasSuffix("/drop"))
            return [(filled(route.path, ["{id}": "1"]), isForm ? .served : .notFound)]
        }
        // Nothing has been shared.
        if route.path == "/disclosures/{id}" { return [(filled(route.path, ["{id}": "1"]), .notFound)] }
        // Nothing has been taken to anybody, or dismissed.
        if route.path == "/escalations/{id}" {
            return [(filled(route.path, ["{id}": "1"]), .notFound)]
        }
        if route.path.hasPrefix("/notices") { return notices(route, actor, records) }
        if route.path == "/suggestions/{id}/undo" {
            return [(filled(route.path, ["{id}": "1"]), route.method == "GET" ? .served : .notFound)]
        }
        if route.path == "/report/{year}/figure/{id}" {
            // Of these there is none: a 0 is never hidden.
            return ["safety-follow-ups", "psp-k-discussions", "exit-completed"].flatMap { id in
                [nil, "253"].map { municipality in
                    let programme = Catalogue.all.first { $0.figures.contains { $0.id == id } }
                    let isInside = programme.map { scope.containsAll($0, of: municipality) } ?? false
                    let path = filled(route.path, ["{year}": "2026", "{id}": id])
                    let expected: Expected = isInside ? .served : .notFound
                    return (
                        path + (municipality.map { "?municipality=" + $0 } ?? ""),
                        actor.may(.readReport) ? expected : .forbidden
                    )
                }
            }
        }
        if route.path.hasPrefix("/import/{id}") {
            return [(filled(route.path, ["{id}": "\(run)"]), route.path.hasSuffix(".csv") ? .notFound : .served)]
        }
        if route.path == "/account/calendar" {
            return [(route.path, OwnCalendar.isOpen(to: actor) ? .served : .forbidden)]
        }
        if route.path.hasPrefix("/review/questions/{id}") {
            return [
                (filled(route.path, ["{id}": "\(question.id)"]), actor.name == question.asked ? .served : .notFound)
            ]
        }
        if route.path.hasPrefix("/review/{id}") {
            return [
                (filled(route.path, ["{id}": "\(question.id)"]), actor.name == question.asked ? .notFound : .served)
            ]
        }
        let path = filled(route.path, ["{year}": "2026", "{id}": "1"])
        return path.contains("{") ? [] : [(path, .served)]
    }

    /// A municipality's social workers reach what was sent to it, unopened or not; those of the police who notify, what they may
    /// see. To everybody else there are none. No case here is a report that leads to one.
    private func notices(
        _ route: RouteTable.Entry, _ actor: Actor, _ records: [Record]
    ) -> [(path: String, expected: Expected)] {
        let side = NoticeSide(of: actor)
        if route.path == "/notices" { return [(route.path, side == nil ? .notFound : .served)] }
        if route.path.hasPrefix("/notices/report/") {
            return records.map { (filled(route.path, ["{id}": "\($0.id)"]), .notFound) }
        }
        return records.map { record in
            let path = filled(route.path, ["{id}": "\(record.id)"])
            if route.method == "GET", route.path != "/notices/{id}" { return (path, .served) }
            let isNotice = record.programme.goesToAddress
            let isUnopened = record.stage == record.programme.firstStage
            let isInside: Bool
            if case .recipient(let codes) = side {
                isInside = isNotice && codes.contains(record.municipality)
            } else {
                isInside =
                    isNotice
                    && CaseScope(of: actor).contains(
                        record.programme, municipality: record.municipality, stage: record.stage, owner: record.owner)
            }
            let isRecipient = side != .sender
            switch route.path {
            case "/notices/{id}": return (path, isInside && side != nil ? .served : .notFound)
            case "/notices/{id}/open": return (path, isInside && isRecipient && isUnopened ? .served : .notFound)
            case "/notices/{id}/step", "/notices/{id}/hand-over":
                return (path, isInside && isRecipient && !isUnopened ? .served : .notFound)
            default: return (path, .notFound)
            }
        }
    }

    /// A person's page asks everybody for the purpose, and tells nobody more than that there may be a person. The form itself,
    /// sent empty, is wrong before the person is looked at.
    private func persons(
        _ route: RouteTable.Entry, _ actor: Actor, _ records: [Record]
    ) throws -> [(path: String, expected: Expected)] {
        let isOpen = !route.path.hasSuffix("/disclosures") || DisclosureScope.mayListPerson(actor)
        return records.map { (filled(route.path, ["{id}": "\($0.person)"]), isOpen ? .served : .forbidden) }
    }

    private func filled(_ path: String, _ parts: [String: String]) -> String {
        parts.reduce(path) { $0.replacing($1.key, with: $1.value) }
    }
}

/// The table of roles in the documentation is what the code says.
@Suite struct RoleTableTests {
    @Test func theDocumentationHoldsTheTable() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appendingPathComponent("docs/roles.md"), encoding: .utf8)
        let table = RoleTable(try Handbook.load()[.english], showsSealed: true).markdown
        #expect(text.contains(table), "kreds roles prints the table")
    }

    @Test func whoMayNotKnowOfSealedProgrammesReadsNothingOfThem() async throws {
        let site = try TestSite()
        for role in Role.allCases {
            let page = try await site.get("/roles", as: role)
            let isShown = page.text.contains(site.words("role.exit-team"))
            #expect(page.status == 200 && isShown == (role == .exitTeam), "\(role)")
            #expect(page.text.contains(site.words("programme.exit.name")) == (role == .exitTeam), "\(role)")
        }
    }
}
