import Foundation
import HTTPTypes
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// What a page may be made of, which names and addresses the site trusts, and what an upload may be.
@Suite struct HardeningTests {
    /// A name that would break out of text, out of an attribute and out of a script.
    private static let hostile = #"</script><script>alert(1)</script>"' onload="alert(1)" {{m}}"#

    /// Markup that runs or styles without a file of its own, and links that run.
    private func inline(in html: String) -> [String] {
        var found: [String] = []
        found += html.matches(of: #/<[a-z][^>]*\sstyle\s*=/#).map { String($0.output) }
        found += html.matches(of: #/<style[\s>]/#).map { String($0.output) }
        found += html.matches(of: #/<[a-z][^>"]*("[^"]*"[^>"]*)*\son[a-z]+\s*=/#).map { String($0.output.0) }
        found += html.matches(of: #/<script[^>]*>[^<]/#).map { String($0.output) }
        found += html.matches(of: #/=\s*"?\s*(javascript|data|vbscript):/#).map { String($0.output.0) }
        return found
    }

    @Test func theCheckForInlineMarkupFindsIt() {
        for bad in [
            #"<p style="color:red">"#, #"<a href="/" onclick="x()">"#, "<style>p{}</style>", "<script>x()</script>",
            #"<a href="javascript:x()">"#,
        ] {
            #expect(!inline(in: bad).isEmpty, "\(bad)")
        }
        #expect(inline(in: #"<script src="/assets/app.js" defer></script><p class="lead">style = on = 1</p>"#).isEmpty)
    }

    @Test func noTemplateHasMarkupThatTheContentSecurityPolicyForbids() throws {
        let folder = Site.resources.appendingPathComponent("Templates")
        // Values that are markup already, made and escaped by Drawing/ and SelectOptions.
        let markup: Set = [
            ".", "actions", "axis", "deadlines", "grounds", "mapDrawing", "municipalities", "options", "orders",
            "owners",
            "partyRoles", "parts",
            "programmes", "qr", "states", "svg", "waterfall",
        ]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            // Saved by commands, or made into a PDF; never served as pages.
            let documents: Set = [
                "report-document.mustache", "access-document.mustache", "letter-document.mustache",
                "plan-status-document.mustache",
            ]
            if documents.contains(name) { continue }
            let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
            #expect(inline(in: text) == [], "\(name)")
            for raw in text.matches(of: #/\{\{\{([^}]+)\}\}\}/#) {
                #expect(markup.contains(String(raw.1)), "\(name) writes \(raw.1) unescaped")
            }
            #expect(!text.contains("{{&"), "\(name)")
        }
    }

    @Test func hostileNamesAndTextsStayTextOnEveryPage() async throws {
        let site = try TestSite()
        let bad = HardeningTests.hostile
        let child = try site.person("P1", given: bad, family: bad, born: "2013-05-01", address: bad)
        let mother = try site.person("P2", given: bad, family: bad, born: "1985-01-01", sex: .female)
        try site.relation(mother, .parent, of: child)
        try site.incident(
            "I1", "child-neglect", at: "2025-11-05T12:00", place: bad, summary: bad, persons: [(.charged, mother)])
        _ = try await RunScreening(asOf: nil)(site.authorized(Acts.Screen.self, as: .screener), in: site.office)
        let id = try await site.openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
        _ = try await site.post("/cases/\(id)/notes", ["note": bad, "revision": "1"], as: .officer)
        let hit = try #require(try site.database.blockingRead { try HitStore.hits(about: [child], in: $0).first?.id })
        let pages: [(String, Role)] =
            [
                "/", "/cases", "/cases/\(id)", "/programmes", "/programmes/ukn", "/persons", "/report", "/roles",
                "/cases/new", "/cases/new/ukn", "/cases?q=" + Form.encode(bad), "/cases/new/ukn?subject=\(child)",
                "/sign-in?from=" + Form.encode(bad),
            ].map { ($0, Role.officer) } + [
                ("/screening", .screener), ("/screening/\(hit)", .screener), ("/screening/rules", .screener),
                ("/import", .secretariat), ("/emergency", .officer), ("/emergency/reviews", .leader),
            ]
        var read = 0
        for language in Language.allCases {
            for (path, role) in pages {
                let page = try await site.get(path, as: role, language: language)
                #expect(inline(in: page.text) == [], "\(path) as \(role)")
                #expect(!page.text.contains("<script>alert"), "\(path) as \(role)")
                if page.text.contains("&lt;script&gt;alert(1)") { read += 1 }
            }
            let person = try await site.openPerson(child, as: .officer, language: language)
            #expect(person.status == 200 && person.text.contains("&lt;script&gt;alert(1)"))
            #expect(inline(in: person.text) == [] && !person.text.contains("<script>alert"))
        }
        #expect(read >= 6, "the name stands on pages")
    }

    @Test func everyAnswerCarriesTheHeadersAndIsKeptByNobody() async throws {
        let site = try TestSite(isSecure: true)
        for (path, role) in [
            ("/", Role?.some(.officer)), ("/cases", .officer), ("/cases.csv", .officer), ("/no/such/page", .officer),
            ("/sign-in", nil), ("/cases", nil), ("/health", nil), ("/import", .leader),
        ] {
            let headers = try await site.get(path, as: role).headers
            func value(_ name: String) -> String? { HTTPField.Name(name).flatMap { headers[$0] } }
            let policy = headers[.contentSecurityPolicy] ?? ""
            for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "script-src 'self'"] {
                #expect(policy.contains(part), "\(path)")
            }
            #expect(!policy.contains("unsafe"))
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(value("Referrer-Policy") == "same-origin")
            #expect(value("Cross-Origin-Opener-Policy") == "same-origin")
            #expect(value("Cross-Origin-Resource-Policy") == "same-origin")
            #expect(headers[.strictTransportSecurity] == "max-age=31536000; includeSubDomains")
            #expect(headers[.cacheControl] == "no-store", "\(path)")
            #expect(headers[.server] == nil && value("X-Powered-By") == nil)
            #expect(value("Access-Control-Allow-Origin") == nil)
        }
        let asset = try await site.get("/assets/app.css", as: nil)
        #expect(asset.headers[.cacheControl] == "public, max-age=31536000, immutable")
    }

    @Test func behindTLSEveryCookieIsForThisHostAlone() async throws {
        let site = try TestSite(isSecure: true)
        for (path, role) in [("/language?to=en", Role?.none), ("/sign-in", nil)] {
            let set = try await site.get(path, as: role).headers[values: .setCookie]
            #expect(!set.isEmpty, "\(path)")
            for cookie in set {
                #expect(cookie.hasPrefix("__Host-"), "\(cookie)")
                for part in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/"] { #expect(cookie.contains("; " + part)) }
                #expect(!cookie.contains("Domain"))
            }
        }
    }

    @Test func noRedirectLeavesTheSite() async throws {
        let site = try TestSite()
        let outside = [
            "https://evil.example/", "//evil.example", "///evil.example", #"/\evil.example"#, #"\\evil.example"#,
            "/%5Cevil.example", "http:evil.example", "javascript:alert(1)", "/\u{9}/evil.example", "/\n/evil.example",
            " //evil.example", "/ok\r\nSet-Cookie: a=b", "evil.example", "/@evil.example\u{0}", "/æ", "",
        ]
        for text in outside {
            let sent = Form.encode(text)
            if text.contains("\0") {
                #expect(try await site.get("/language?to=en&from=" + sent, as: nil).status == 400)
                continue
            }
            let expected = text == "/%5Cevil.example" ? text : "/"
            #expect(try await site.get("/language?to=en&from=" + sent, as: nil).location == expected, "\(text)")
            #expect(try await site.get("/sign-in?from=" + sent, as: .officer).location == expected, "\(text)")
        }
        #expect(SafePath.path("/cases?q=a%20b#x") == "/cases?q=a%20b#x")
        // Asked for as a whole address, or with two slashes, a page leads back to this site.
        for asked in ["//evil.example/cases", "http://evil.example/cases"] {
            let page = try await site.get(asked, as: nil)
            #expect(!(page.location ?? "").contains("evil") || page.location?.hasPrefix("/") == true, "\(asked)")
            #expect(page.location?.hasPrefix("//") != true)
        }
    }

    @Test func aFormSentFromAnotherSiteIsRefusedEvenWithTheToken() async throws {
        let site = try TestSite()
        let name = try #require(HTTPField.Name("Sec-Fetch-Site"))
        let child = try site.person("P1", born: "2013-05-01")
        let id = try await site.openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
        func send(_ from: String) async throws -> Int {
            try await site.send(
                .post, "/cases/\(id)/owner", .officer, .danish,
                [.contentType: "application/x-www-form-urlencoded", name: from],
                body: "csrf=\(TestSite.csrf(.officer))&owner=secretariat&revision=1"
            ).status
        }
        #expect(try await send("cross-site") == 403)
        #expect(try await send("same-site") == 403)
        #expect(try await send("same-origin") == 303)
    }

    @Test(arguments: [
        ("kreds.example.dk", "/cases", true), ("KREDS.example.dk:443", "/cases", true),
        ("kreds.example.dk.", "/", true),
        ("evil.example", "/cases", false), ("kreds.example.dk.evil.example", "/", false),
        ("localhost", "/cases", false),
        ("localhost:8080", "/health", true), ("127.0.0.1:8080", "/health", true), ("[::1]:8080", "/health", true),
        ("evil.example", "/health", false), ("", "/", false), ("kreds.example.dk@evil.example", "/", false),
        ("kreds.example.dk:x", "/", false), ("evil.example/kreds.example.dk", "/", false),
    ])
    func onlyTheNamesOfTheServerAreAnswered(authority: String, path: String, isAllowed: Bool) {
        #expect(HostNames(["kreds.example.dk", "kreds.intern"]).allow(authority, path: path) == isAllowed)
        #expect(HostNames([]).allow(authority, path: path))
        #expect(!HostNames(["kreds.example.dk"]).allow(nil, path: path))
    }

    @Test func theNameOfAHostIsToldFromAnAddress() {
        for name in ["kreds.example.dk", "kreds", "10.0.0.7", "Kreds.Example.DK", "[fd00::7]"] {
            #expect(Site.Settings.isHost(name), "\(name)")
        }
        for name in ["", "https://kreds.example.dk", "kreds.example.dk:443", "kreds/", "a b", "*.example.dk"] {
            #expect(!Site.Settings.isHost(name), "\(name)")
        }
    }

    @Test(arguments: Language.allCases)
    func whoeverAsksUnderAnotherNameGetsNoPageOfTheSite(language: Language) async throws {
        let site = try TestSite(publicHosts: ["kreds.example.dk"])
        // The tests ask as localhost.
        let page = try await site.get("/cases", as: .officer, language: language)
        #expect(page.status == 421 && page.contentType == "text/plain; charset=utf-8")
        #expect(page.text.contains(site.office.handbook[language]("error.other-host.title")))
        #expect(!page.text.contains("<") && page.headers[.setCookie] == nil)
        #expect(try await site.get("/health", as: nil).status == 200)
    }

    @Test func whatIsTooLongIsToldApart() async throws {
        let site = try TestSite()
        let long = try await site.get("/cases?q=" + String(repeating: "a", count: 9_000), as: .officer)
        #expect(long.status == 414 && long.text.contains(site.words("error.too-large.title")))
        let note = String(repeating: "a", count: 1 << 20)
        let form = try await site.post("/cases/new/ukn", ["field.origin": note], as: .officer)
        #expect(form.status == 413 && form.text.contains(site.words("error.too-large.title")))
        let many = try await site.send(
            .post, "/cases/new/ukn", .officer, .danish, [:],
            body: "csrf=\(TestSite.csrf(.officer))" + String(repeating: "&a=", count: 2_000))
        #expect(many.status == 400)
    }

    @Test(arguments: [
        ("PK\u{3}\u{4}xl/workbook.xml", "persons.csv", FileBeginning.Kind?.some(.archive)),
        ("%PDF-1.7", "persons.csv", .pdf),
        ("<!DOCTYPE html><p>", "persons.csv", .markup), ("\u{FEFF}  <?xml version", "cases.jsonl", .markup),
        ("p\0e\0r\0", "persons.csv", .binary), ("{\"id\":1}", "persons.csv", .json), ("id;name", "cases.jsonl", .table),
        ("person_id\nP1\n", "persons.csv", nil), ("\u{FEFF}person_id\n", "persons.csv", nil),
        ("{\"id\":\"1\"}\n", "cases.jsonl", nil), ("\n{\"id\"", "cases.jsonl", nil), ("", "cases.jsonl", nil),
    ])
    func aFileOfAnotherKindIsKnownByItsBeginning(text: String, name: String, kind: FileBeginning.Kind?) {
        var whole = FileBeginning(of: name)
        whole.read(text.utf8)
        #expect(whole.foreign == kind)
        // However it arrives.
        var dribbled = FileBeginning(of: name)
        for byte in text.utf8 { dribbled.read([byte]) }
        #expect(dribbled.foreign == kind)
    }

    @Test func wideTextAndProgramsAreKnownToo() {
        for (bytes, kind) in [
            ([0xFF, 0xFE, 0x70, 0x00], FileBeginning.Kind.wide), ([0xFE, 0xFF, 0x00, 0x70], .wide),
            ([0x7F, 0x45, 0x4C, 0x46, 0x02], .binary), ([0x1F, 0x8B, 0x08], .archive),
        ] as [([UInt8], FileBeginning.Kind)] {
            var beginning = FileBeginning(of: "persons.csv")
            beginning.read(bytes)
            #expect(beginning.foreign == kind)
        }
    }

    @Test func anUploadOfAnotherKindIsRefusedAndLeavesNothing() async throws {
        let site = try TestSite()
        func part(_ name: String, _ file: String?, _ content: String) -> String {
            let fileName = file.map { "; filename=\"\($0)\"" } ?? ""
            return "--bb\r\nContent-Disposition: form-data; name=\"\(name)\"\(fileName)\r\n\r\n\(content)\r\n"
        }
        func upload(_ files: [(String, String)], more: String = "") async throws -> TestPage {
            let body = part("csrf", nil, TestSite.csrf(.secretariat)) + part("source", nil, "pol") + more
            return try await site.send(
                .post, "/import/upload", .secretariat, .danish, [.contentType: "multipart/form-data; boundary=bb"],
                body: body + files.map { part("files", $0.0, $0.1) }.joined() + "--bb--\r\n")
        }
        for (name, content, kind) in [
            ("persons.csv", "PK\u{3}\u{4}", "archive"), ("persons.csv", "<html>", "markup"),
            ("cases.jsonl", "id,programme\n", "table"), ("incidents.csv", "a\0b", "binary"),
        ] {
            let page = try await upload([("persons.csv", "person_id\n"), (name, content)].suffix(1).map { $0 })
            #expect(page.status == 422, "\(kind)")
            let said = site.words("refusal.import.foreign-" + kind, ["value": name])
            #expect(page.text.contains(said.replacing("\"", with: "&quot;")), "\(kind)")
        }
        let parts = String(repeating: part("more", nil, "x"), count: 50)
        #expect(try await upload([("persons.csv", "person_id\n")], more: parts).status == 422)
        let left = try? FileManager.default.contentsOfDirectory(atPath: site.dataFolder + "/uploads")
        #expect(left ?? [] == [])
        #expect(try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM import_run") } == 0)
        for kind in FileBeginning.Kind.allCases {
            #expect(site.words.has("refusal.import.foreign-" + kind.rawValue), "\(kind)")
        }
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+45 11111111", "'+45 11111111"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"), (" =1", " '=1"), ("\"=1", "\"'=1"), ("Holm;=HYPERLINK(1)", "Holm;'=HYPERLINK(1)"),
        ("Holm\n=1", "Holm\n'=1"), ("＝1", "'＝1"), ("\0=1", "'=1"), ("-infinity", "'-infinity"), ("+0x1p3", "'+0x1p3"),
        ("-12", "-12"), ("+3.5", "+3.5"), ("1e5", "1e5"), ("Holm-Bæk", "Holm-Bæk"), ("a = b", "a = b"), ("", ""),
    ])
    func aCellIsNoFormulaInASpreadsheet(text: String, cell: String) {
        #expect(SpreadsheetText.harmless(text) == cell)
    }

    @Test func theRejectedRowsOfAnotherAuthorityAreNoFormulaEither() async throws {
        let site = try TestSite()
        let folder = site.dataFolder + "/inbox/x"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try "person_id,family_name,birth_date\n=cmd,A;=1+1,\"=HYPERLINK(\"\"x\"\")\"\n"
            .write(toFile: folder + "/persons.csv", atomically: true, encoding: .utf8)
        let answer = try await site.post("/import/folder", ["folder": "x", "source": "pol"], as: .secretariat)
        let path = try #require(answer.location)
        for _ in 0..<500 where try await site.get(path, as: .secretariat).text.contains("data-poll") {
            try await Task.sleep(for: .milliseconds(10))
        }
        let file = try await site.get(path + "/rejects.csv", as: .secretariat)
        #expect(file.status == 200 && file.text.contains("'=HYPERLINK") && file.text.contains("'=cmd,A;'=1+1"))
        #expect(!file.text.contains(",=") && !file.text.contains(",\"=") && !file.text.contains(";="))
    }
}
