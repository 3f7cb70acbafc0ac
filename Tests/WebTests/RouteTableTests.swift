import Foundation
import Handbook
import Hummingbird
import Prevention
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
            open == ["GET /assets/{file}", "GET /health", "GET /language", "GET /sign-in", "POST /sign-in"])
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

    @Test func aWriteWithoutTheTokenOfTheSessionIsRefused() async throws {
        for entry in entries where entry.method == "POST" && entry.policy != .open {
            let role = Role.allCases.first { role in
                guard case .needs(let permission) = entry.policy else { return true }
                return role.permissions.contains(permission)
            }
            for token in ["", TestSite.csrf(.officer) + "x"] {
                let answer = try await site.post(path(entry), ["csrf": token], as: role)
                #expect((400..<500).contains(answer.status), "\(entry.path) answered \(answer.status)")
            }
        }
    }

    @Test func errorPagesSayTheWayOutAndNothingOfTheInside() async throws {
        let missing = try await site.get("/cases/999999", as: .officer)
        #expect(missing.status == 404)
        #expect(missing.text.contains(site.words("error.not-found.title")))
        #expect(!missing.text.contains("SELECT"))
    }
}
