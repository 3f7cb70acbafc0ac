import Casework
import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import SQLiteEngine
import Store
import Testing

@testable import Web

/// Every route has a policy, the policy is what the table at the top of its file says, and it holds.
@Suite struct RouteTableTests {
    let site: TestSite
    let entries: [RouteTable.Entry]

    init() throws {
        site = try TestSite()
        entries = WebServer(site: site.site).routes().table.entries
    }

    private func path(_ entry: RouteTable.Entry) -> String {
        entry.path.replacing(#/\{[a-z-]+\}/#, with: "1")
    }

    private func send(_ entry: RouteTable.Entry, as role: Role?) async throws -> TestPage {
        entry.method == "GET"
            ? try await site.get(path(entry), as: role) : try await site.post(path(entry), [:], as: role)
    }

    @Test func onlyTheSignInAndWhatItNeedsIsOpen() {
        let open = entries.filter { $0.policy == .open }.map { $0.method + " " + $0.path }.sorted()
        #expect(
            open == [
                "GET /assets/{file}", "GET /calendar/{file}", "GET /health", "GET /language",
                "GET /lokalraad/{municipality}", "GET /robots.txt", "GET /sign-in", "GET /sign-in/provider",
                "GET /sign-in/provider/back", "GET /sign-in/step", "POST /sign-in", "POST /sign-in/step",
            ])
    }

    @Test func routesAreWhatTheTablesOfTheirFilesSay() throws {
        let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Web")
        let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
        var written: [String: String] = [:]
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            var above = ""
            for row in text.matches(of: #/\/\/\/ \| (GET|POST) \| (\S+) \| ([^|]+) \|/#) {
                if row.3 != "the same" { above = String(row.3) }
                written["\(row.1) \(row.2)"] = above
            }
        }
        #expect(Set(entries.map { $0.method + " " + $0.path }) == Set(written.keys))
        for entry in entries {
            let said = written[entry.method + " " + entry.path] ?? ""
            switch entry.policy {
            case .open: #expect(said.hasPrefix("open"), "\(entry.path)")
            case .signedIn: #expect(said.hasPrefix("signed in"), "\(entry.path)")
            case .needs(let permission): #expect(said.contains(permission.rawValue), "\(entry.path)")
            }
        }
    }

    @Test func whoeverIsNotSignedInIsSentToTheSignIn() async throws {
        for entry in entries where entry.policy != .open {
            let answer = try await send(entry, as: nil)
            let back = entry.method == "GET" && entry.path != "/" ? "?from=" + Form.encode(path(entry)) : ""
            #expect(
                answer.status == 303 && answer.location == "/sign-in" + back, "\(entry.method) \(entry.path)")
        }
    }

    /// A refused form is shown at the address it was sent to: loaded anew, or in the other language, it must lead somewhere.
    @Test func everyAddressOfAFormCanBeOpened() {
        let opened = Set(entries.filter { $0.method == "GET" }.map(\.path))
        // They never answer with a page.
        let redirecting: Set = ["/sign-out"]
        for entry in entries where entry.method == "POST" && !redirecting.contains(entry.path) {
            #expect(opened.contains(entry.path), "\(entry.path)")
        }
    }

    @Test func whoeverSignsInComesToThePageAskedFor() async throws {
        let asked = try #require(try await site.get("/cases?programme=ukn&order=due", as: nil).location)
        #expect(asked == "/sign-in?from=/cases%3Fprogramme%3Dukn%26order%3Ddue")
        let form = try await site.get(asked, as: nil)
        #expect(form.text.contains(#"name="from" value="/cases?programme=ukn&amp;order=due""#))
        #expect(try await site.get(asked, as: .officer).location == "/cases?programme=ukn&order=due")
        for outside in ["https://evil.example/", "//evil.example", "/%5Cevil.example"] {
            let form = try await site.get("/sign-in?from=" + outside, as: nil)
            #expect(form.text.contains(#"name="from" value="/""#), "\(outside)")
            #expect(try await site.get("/sign-in?from=" + outside, as: .officer).location == "/")
        }
    }

    @Test func aStaleFormIsToldFromAMissingRight() async throws {
        let page = try await site.post("/cases/new/ukn", ["csrf": "old"], as: .officer)
        #expect(page.status == 403 && page.text.contains(site.words("error.too-old.title")))
        #expect(!page.text.contains(site.words("error.forbidden.title")))
        #expect(page.text.contains(#"href="/cases/new/ukn""#))
        for (sent, back) in [
            ("http://localhost/cases/new/ukn?subject=3", "/cases/new/ukn?subject=3"),
            ("http://evil.example/cases", "/cases/new/ukn"), ("http://localhost.evil/x", "/cases/new/ukn"),
        ] {
            let page = try await site.send(
                .post, "/cases/new/ukn", .officer, .danish, [.referer: sent], body: "csrf=old")
            #expect(page.text.contains("href=\"\(back)\""), "\(sent)")
        }
    }

    @Test func aRoleWithoutThePermissionIsRefused() async throws {
        for entry in entries {
            guard case .needs(let permission) = entry.policy else { continue }
            for role in Role.allCases where !role.permissions.contains(permission) {
                let answer = try await send(entry, as: role)
                #expect(answer.status == 403, "\(entry.method) \(entry.path) as \(role)")
            }
        }
    }

    /// Records that the writes of all routes could change: a person, a case of each kind of step, an open hit.
    private func records() async throws -> [String: String] {
        let child = try site.person("P1", born: "2013-05-01")
        let mother = try site.person("P2", born: "1985-01-01", sex: .female)
        try site.relation(mother, .parent, of: child)
        try site.incident("I1", "child-neglect", at: "2025-11-05T12:00", persons: [(.charged, mother)])
        _ = try await RunScreening(asOf: nil)(site.authorized(Acts.Screen.self, as: .screener), in: site.office)
        let id = try await site.openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
        let hit = try site.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id }
        return [
            "/cases/": "\(id)", "/persons/": "\(child)", "/screening/": "\(try #require(hit))",
        ]
    }

    /// Every row that a write could make, change or take away.
    private func footprint() throws -> [String] {
        try site.database.blockingRead { db in
            try db.fetch(
                """
                SELECT 'case ' || id || ' ' || revision || ' ' || owner || ' ' || stage FROM case_file
                UNION ALL SELECT 'event ' || id FROM case_event UNION ALL SELECT 'party ' || person_id FROM case_party
                UNION ALL SELECT 'hit ' || id || ' ' || state FROM hit UNION ALL SELECT 'decision ' || id FROM hit_decision
                UNION ALL SELECT 'put off ' || id FROM hit_deferral UNION ALL SELECT 'opinion ' || id FROM hit_opinion
                UNION ALL SELECT 'knows ' || name || knows_hits FROM account
                UNION ALL SELECT 'rule ' || id || state FROM rule_draft
                UNION ALL SELECT 'plan ' || id || revision FROM plan
                UNION ALL SELECT 'proposal ' || id || revision FROM plan_proposal
                UNION ALL SELECT 'import ' || id FROM import_run UNION ALL SELECT 'log ' || id FROM ledger_entry
                UNION ALL SELECT 'session ' || token_hash FROM session
                UNION ALL SELECT 'access ' || id || state FROM access_request
                UNION ALL SELECT 'restriction ' || id FROM access_restriction
                UNION ALL SELECT 'addendum ' || id FROM addendum UNION ALL SELECT 'hold ' || id FROM legal_hold
                UNION ALL SELECT 'deletion ' || id || state FROM deletion
                UNION ALL SELECT 'leader ' || id FROM clock_leader
                UNION ALL SELECT 'dismissed ' || id FROM suggestion_decision
                UNION ALL SELECT 'calendar ' || account_id FROM calendar_feed
                UNION ALL SELECT 'digest ' || account_id FROM digest
                UNION ALL SELECT 'document ' || id FROM document UNION ALL SELECT 'text ' || id FROM letter_template
                UNION ALL SELECT 'forum ' || id FROM forum UNION ALL SELECT 'seat ' || id FROM forum_member
                UNION ALL SELECT 'item ' || id || state FROM forum_item
                UNION ALL SELECT 'shared ' || id FROM forum_contribution
                UNION ALL SELECT 'value ' || id || revision FROM indicator_value
                UNION ALL SELECT 'delivery ' || id FROM indicator_import
                UNION ALL SELECT 'measure ' || id || revision FROM measure
                UNION ALL SELECT 'prepared ' || id || revision FROM local_page
                UNION ALL SELECT 'published ' || id || withdrawn_by FROM local_page_version
                """
            ) { $0.text(0) }
        }
    }

    @Test func aWriteWithoutTheTokenOfTheSessionIsRefusedAndStoresNothing() async throws {
        let records = try await records()
        let before = try footprint()
        let words = [
            "programme": "ukn", "stage": "screened-out", "entry": "breach", "clock": "police", "role": "contact",
            "person": "1", "code": "ukn-track-board", "number": "1", "letter": "ukn-referral", "version": "0",
            "municipality": "253", "sample": "1", "area": "1", "kind": "ssp",
        ]
        let form = [
            "name": "Holm", "q": "Holm", "purpose": "case", "reason": "Bekymring", "decision": "no-report",
            "owner": "officer", "role": "contact", "person": "P2", "revision": "1", "municipality": "259",
            "field.offence_date": "2026-02-01", "field.category": "person-dangerous", "party.subject": "P1",
            "folder": "x", "source": "x", "text": "x", "requested_by": "x", "to": "case", "on": "case", "id": "1",
            "received": "2026-03-01", "count": "1", "part": "incidents", "ground": "others",
        ]
        for entry in entries where entry.method == "POST" && entry.policy != .open {
            let role = try #require(
                Role.allCases.first { role in
                    guard case .needs(let permission) = entry.policy else { return true }
                    return role.permissions.contains(permission)
                })
            var path = entry.path
            for (name, value) in words { path = path.replacing("{\(name)}", with: value) }
            let id = records.first { entry.path.hasPrefix($0.key) }?.value ?? "1"
            let parts = [
                "draft", "relation", "task", "note", "event", "run", "forum", "meeting", "item", "action", "proposal",
                "criterion", "body", "seat", "topic", "question", "policy",
            ]
            for part in parts { path = path.replacing("{\(part)}", with: "1") }
            path = path.replacing("{act}", with: "done").replacing("{id}", with: id)
            #expect(!path.contains("{"), "\(path) has a part that this test does not know")
            for token in ["", TestSite.csrf(role) + "x", TestSite.csrf(role == .officer ? .leader : .officer)] {
                let answer = try await post(path, form, token: token, as: role)
                #expect(answer.status == 403, "\(path) answered \(answer.status)")
            }
        }
        #expect(try footprint() == before)
    }

    private func post(_ path: String, _ form: [String: String], token: String, as role: Role) async throws -> TestPage {
        guard path.hasSuffix("/upload") else {
            return try await site.post(path, form.merging(["csrf": token]) { $1 }, as: role)
        }
        let parts = ["csrf": token, "source": "x"].sorted { $0.key < $1.key }.map { name, value in
            "--bb\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n"
        }
        let file = "Content-Disposition: form-data; name=\"files\"; filename=\"persons.csv\"\r\n\r\nperson_id\nP9\n\r\n"
        return try await site.send(
            .post, path, role, .danish, [.contentType: "multipart/form-data; boundary=bb"],
            body: parts.joined() + "--bb\r\n" + file + "--bb--\r\n")
    }

    @Test func aDatabaseThatAnotherProcessHoldsIsToldAndNothingIsStored() async throws {
        let site = try TestSite(inFile: true)
        let child = try site.person("P1", born: "2013-05-01")
        let id = try await site.openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
        let other = try SQLiteDatabase(path: site.databaseFile)
        let held = AsyncStream.makeStream(of: Void.self)
        let released = DispatchSemaphore(value: 0)
        let holding = Task.detached {
            try await other.write { _ in
                held.continuation.yield()
                released.wait()
            }
        }
        for await _ in held.stream { break }
        let answer = try await site.post("/cases/\(id)/owner", ["owner": "officer", "revision": "1"], as: .officer)
        released.signal()
        try await holding.value
        #expect(answer.status == 503 && answer.text.contains(site.words("error.busy.title")))
        let revision = try site.database.blockingRead {
            try $0.count("SELECT revision FROM case_file WHERE id = \(id)")
        }
        #expect(revision == 1)
    }

    @Test func errorPagesSayTheWayOutAndNothingOfTheInside() async throws {
        let missing = try await site.get("/cases/999999", as: .officer)
        #expect(missing.status == 404)
        #expect(missing.text.contains(site.words("error.not-found.title")))
        #expect(!missing.text.contains("SELECT"))
    }
}
