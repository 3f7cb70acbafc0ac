import Casework
import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import SQL
@testable import Web

/// The plan and all beside it are about nobody: a CPR number typed into any text of any form is refused with the explanation and
/// nothing is stored, and a name of the register is warned of first.
///
/// The forms are taken from the pages as they are shown in every state, so a new one is tried as soon as it is there; a route that no
/// form here is sent to, by its method and its very path, and a form or a field of the sources that was never shown, fail the test.
@Suite struct NamelessTextTests {
    /// Where such forms are sent to.
    static let features = [
        "/plan", "/bodies", "/body-", "/fast-track", "/policy", "/mapping", "/community", "/indicators",
    ]

    /// Where the forms of these pages are written.
    private static let folders = ["Plan", "Bodies", "Community", "Indicators"]

    /// Fields of letters and digits with a form of their own, which no sentence fits into: they are refused for what they are.
    private static let codes: Set = ["starts", "cap", "least", "activities", "due"]

    /// Writes without any text: what is sent is all on the page already.
    private static let wordless: Set = ["POST /community/{municipality}/page/publish"]

    /// What a form needs where nothing stands in it yet.
    private static let needed = [
        "from": "2026-03-01", "to": "2027-03-01", "day": "2026-03-02", "due": "2026-04-01", "cap": "3",
        "starts": "10:00", "minutes": "60", "meeting": "2026-03-02", "on": "2026-03-01", "parties.police": "yes",
    ]

    /// One state of the site: how it comes about, and the pages that are looked at in it.
    struct State: Sendable, CustomTestStringConvertible {
        let name: String
        let role: Role
        let pages: [String]
        var prepare: @Sendable (TestSite) async throws -> Void = { _ in }

        var testDescription: String { name }
    }

    private func site(_ state: State) async throws -> TestSite {
        let site = try TestSite()
        try await PlanRoutes.fill(site)
        try BodyRoutes.fill(site)
        try site.person("P-xenia", given: "Xenia", family: "Qvortrup")
        try await state.prepare(site)
        return site
    }

    /// All that write something, with words or without.
    private func forms(_ state: State, _ site: TestSite) async throws -> [ShownForm] {
        var found: [ShownForm] = []
        for path in state.pages {
            let page = try await site.get(path, as: state.role)
            #expect(page.status == 200, "\(path)")
            found += ShownForm.all(in: page.text, under: NamelessTextTests.features)
        }
        return found
    }

    @Test(arguments: NamelessStates.all)
    func everyFormRefusesANumberAndWarnsOfAName(_ state: State) async throws {
        let site = try await site(state)
        let forms = try await forms(state, site).filter(\.takesWords)
        #expect(!forms.isEmpty)
        let before = try site.everything()
        for form in forms {
            var harmless = form.values
            for (name, value) in NamelessTextTests.needed where harmless[name]?.isEmpty ?? false {
                harmless[name] = value
            }
            for name in form.texts where !NamelessTextTests.codes.contains(name) {
                if harmless[name]?.isEmpty ?? true { harmless[name] = name == "link" ? "https://eksempel.dk" : "Noget" }
            }
            for name in form.texts {
                let place: Comment = "\(name) of \(form.action)"
                for number in ["Om 6703141235", "Om 670314-1235"] {
                    let numbered = harmless.merging([name: number, NameTick.field: "yes"]) { $1 }
                    let refused = try await site.post(form.action, numbered, as: state.role)
                    #expect(refused.status == 422, place)
                    if NamelessTextTests.codes.contains(name) { continue }
                    #expect(refused.text.contains("ser ud til at rumme et CPR-nummer"), place)
                }
                if NamelessTextTests.codes.contains(name) { continue }
                try site.forgetWarnings()
                let text = name == "link" ? "https://eksempel.dk/xenia-qvortrup" : "talte med xenia qvortrup i går"
                let warned = try await site.post(form.action, harmless.merging([name: text]) { $1 }, as: state.role)
                #expect(warned.status == 422 && warned.text.contains("name=\"\(NameTick.field)\""), place)
            }
        }
        let after = try site.everything()
        for (table, rows) in after { #expect(rows == before[table], "\(table)") }
    }

    /// A file is words too. A row that names or numbers somebody is left out, whole, and so is a name of the file that does.
    @Test func aFileKeepsNothingOfAnybody() async throws {
        var tried = 0
        for state in NamelessStates.all {
            let site = try await site(state)
            for form in try await forms(state, site) where !form.files.isEmpty {
                let rows = [
                    "indicator,period,place,value,source", "feels-safe,2025,259,87,Kilden",
                    "feels-safe,2025,253,86,Oplyst af Jens Hansen", "feels-safe,2025,265,85,Om 670314-1235",
                ]
                let sent = try await site.upload(
                    rows.joined(separator: "\n") + "\n", named: "Jens Hansen.csv", to: form.action, as: state.role)
                let page = try await site.get(try #require(sent.location), as: state.role)
                #expect(page.text.contains("1 nye") && page.text.contains("2 afvist"))
                let rejects = try await site.get(try #require(sent.location) + "/rejects.csv", as: state.role)
                let kept = try site.everything().values.joined() + page.text + rejects.text
                for word in ["Hansen", "hansen", "670314"] {
                    #expect(!kept.contains(word), "\(word) of \(form.action)")
                }
                #expect(kept.contains("Kilden"))
                tried += 1
            }
        }
        #expect(tried > 0)
    }

    /// Each route that writes has had a form here, or none of its forms holds words; each form and field of the sources was seen.
    @Test func nothingIsLeftOut() async throws {
        var sent: Set<String> = []
        var fields: Set<String> = []
        var names: Set<String> = []
        var entries: [RouteTable.Entry] = []
        for state in NamelessStates.all {
            let site = try await site(state)
            if entries.isEmpty { entries = WebServer(site: site.site).routes().table.entries }
            for form in try await forms(state, site) {
                let path = form.action.split(separator: "?").first.map(String.init) ?? ""
                names.insert(form.name)
                guard form.takesWords else { continue }
                sent.insert(try #require(RouteTable.Entry.taking("POST", path, among: entries)).name)
                fields.formUnion(form.texts)
            }
        }
        let writing = entries.filter { entry in
            entry.method == "POST" && NamelessTextTests.features.contains(where: entry.path.hasPrefix)
        }.map(\.name)
        #expect(Set(writing).subtracting(NamelessTextTests.wordless) == sent)
        let declared = try NamelessTextTests.declared(/\.(?:input|plan)\(\s*"([a-z_-]+)",\s*\.(?:text|longText)\b/)
        #expect(declared.count > 20)
        #expect(declared.subtracting(fields) == [])
        // Acts that share a route are told apart by the names of their forms.
        let acts = try NamelessTextTests.declared(/CaseForm\(\s*(?:plan: )?"([a-z_-]+)/)
        #expect(acts.count > 20)
        #expect(
            acts.map { $0.hasSuffix("-") ? String($0.dropLast()) : $0 }.filter { act in
                !names.contains { $0 == act || $0.hasPrefix(act + "-") }
            } == [])
    }

    /// What the sources of these pages declare.
    private static func declared(_ pattern: Regex<(Substring, Substring)>) throws -> Set<String> {
        let web = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources/Web")
        var found: Set<String> = []
        for folder in folders {
            let files = try FileManager.default.contentsOfDirectory(
                at: web.appendingPathComponent(folder), includingPropertiesForKeys: nil)
            for file in files where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for one in text.matches(of: pattern) { found.insert(String(one.1)) }
            }
        }
        return found
    }
}

extension ShownForm {
    /// Whether somebody's words come with it, typed or in a file.
    fileprivate var takesWords: Bool { !texts.isEmpty || !files.isEmpty }
}

extension RouteTable.Entry {
    /// `POST /bodies/{body}/acts/{act}`
    fileprivate var name: String { method + " " + path }

    /// The one route that an address is sent to: of two that fit, the one that has its words themselves, as the router does.
    fileprivate static func taking(_ method: String, _ address: String, among all: [RouteTable.Entry]) -> RouteTable
        .Entry?
    {
        all.filter { $0.method == method && $0.matches(address) }.max { one, other in
            one.literals.lexicographicallyPrecedes(other.literals)
        }
    }

    private var parts: [Substring] { path.split(separator: "/") }

    /// 1 for a part that stands in the address as it is.
    private var literals: [Int] { parts.map { $0.hasPrefix("{") ? 0 : 1 } }

    private func matches(_ address: String) -> Bool {
        let sent = address.split(separator: "/")
        return parts.count == sent.count && zip(parts, sent).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }
}

extension TestSite {
    /// All rows of all tables, but the log, and what tells of the session and of the warnings themselves.
    fileprivate func everything() throws -> [String: String] {
        let besides: Set = ["session", "plan_text_warning", "schema_version"]
        return try database.blockingRead { db in
            let tables = try db.fetch("SELECT name FROM sqlite_master WHERE type = 'table'") { $0.text(0) }
            var found: [String: String] = [:]
            for table in tables
            where !table.hasPrefix("ledger") && !table.hasPrefix("sqlite") && !besides.contains(table) {
                let columns = try db.fetch("SELECT name FROM pragma_table_info(\(table))") { $0.text(0) }
                let row = columns.map { "quote(\"\($0)\")" }.joined(separator: " || ',' || ")
                let query = SQL(text: "SELECT COALESCE(group_concat(\(row), ';'), '') FROM \"\(table)\"", bindings: [])
                found[table] = try db.first(query) { $0.text(0) }
            }
            return found
        }
    }

    fileprivate func forgetWarnings() throws {
        try database.blockingWrite { db in _ = try db.execute("DELETE FROM plan_text_warning") }
    }
}
