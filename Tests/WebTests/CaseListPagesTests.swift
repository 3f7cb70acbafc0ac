import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Synchronization
import Testing

@testable import Web

/// The list of cases, its export, the board and the desk.
@Suite struct CaseListPagesTests {
    let site: TestSite

    init() throws {
        site = try TestSite()
    }

    // MARK: - List

    @Test func filtersNarrowTheList() async throws {
        let moped = try await site.openCase("officer-request", fields: ["kind": "moped"], municipality: "316")
        let event = try await site.openCase(
            "officer-request", fields: ["kind": "event"], at: "2026-01-05", as: .secretariat)
        let (_, youth) = try await site.youth()
        let all = try await site.get("/cases", as: .officer)
        #expect(Set(site.listed(all)) == Set([moped, event, youth].map(Int.init)))
        #expect(site.listed(try await site.get("/cases?programme=ukn", as: .officer)) == [Int(youth)])
        #expect(site.listed(try await site.get("/cases?municipality=316", as: .officer)) == [Int(moped)])
        #expect(
            site.listed(try await site.get("/cases?owner=mine&programme=officer-request", as: .officer)) == [Int(moped)]
        )
        #expect(site.listed(try await site.get("/cases?programme=ukn&stage=assessed", as: .officer)) == [])
        #expect(site.listed(try await site.get("/cases?programme=ukn&stage=registered", as: .officer)) == [Int(youth)])
        // What is chosen stands chosen, once, in its own select.
        let chosen = try await site.get("/cases?programme=ukn&stage=registered&municipality=259", as: .officer).text
        #expect(
            chosen.contains("<option value=\"ukn\" selected>") && chosen.contains("<option value=\"259\" selected>"))
        #expect(chosen.contains("<option value=\"registered\" selected>"))
        #expect(chosen.contains("<option value=\"assessed\">"))
        #expect(!(try await site.get("/cases", as: .officer).text.contains("id=\"stage\"")))
        #expect(site.listed(try await site.get("/cases?deadline=overdue", as: .officer)) == [Int(event)])
        #expect(site.listed(try await site.get("/cases?state=closed", as: .officer)) == [])
        let byDeadline = try await site.get("/cases?order=due", as: .officer)
        #expect(site.listed(byDeadline) == [event, youth, moped].map(Int.init))
    }

    @Test func theFilterStaysInTheAddress() async throws {
        let page = try await site.get(
            "/cases?programme=ukn&municipality=259&state=open&deadline=week&order=oldest", as: .officer)
        #expect(page.text.contains("<option value=\"ukn\" selected>"))
        #expect(page.text.contains("<option value=\"259\" selected>"))
        #expect(page.text.contains("<option value=\"open\" selected>"))
        #expect(page.text.contains("<option value=\"week\" selected>"))
        #expect(page.text.contains("<option value=\"oldest\" selected>"))
        #expect(page.text.contains(site.words("case-list.none-filtered")))
    }

    @Test(arguments: CaseQuery.Order.allCases.map(\.rawValue))
    func pagesFollowWithoutGapOrRepeat(order: String) async throws {
        var opened: Set<Int> = []
        for number in 0..<120 {
            let day = LocalDate(dayNumber: (TestSite.now.day + -(number / 7)).dayNumber)
            opened.insert(
                Int(try await site.openCase("officer-request", fields: ["kind": "other"], at: day.description)))
        }
        var address = Optional("/cases?order=" + order)
        var seen: [Int] = []
        while let now = address {
            let page = try await site.get(now, as: .officer)
            #expect(site.listed(page).count <= 50)
            seen += site.listed(page)
            address = site.next(page)
        }
        #expect(seen.count == 120)
        #expect(Set(seen) == opened)
    }

    @Test func aCaseNumberLeadsToTheCase() async throws {
        let (_, id) = try await site.youth()
        let number = "UKN-2026-" + String(repeating: "0", count: 6 - String(id).count) + String(id)
        for text in [number, number.lowercased(), String(id)] {
            #expect(try await site.get("/cases?q=" + text, as: .officer).location == "/cases/\(id)")
        }
        let wrong = try await site.get("/cases?q=SOC-2026-00000\(id)", as: .officer)
        #expect(wrong.status == 200)
        #expect(wrong.text.contains("SOC-2026-00000\(id)"))
    }

    @Test func theExportHoldsTheSameListAndNoFormula() async throws {
        let (_, id) = try await site.youth()
        let answer = try await site.get("/cases.csv?programme=ukn", as: .officer)
        let lines = answer.text.components(separatedBy: "\r\n")
        #expect(answer.contentType == "text/csv; charset=utf-8")
        #expect(lines.count == 3 && lines[2] == "")
        #expect(lines[0].hasPrefix("number,programme,"))
        #expect(lines[1].contains("ukn") && lines[1].contains("00000\(id)"))
        #expect(try await site.get("/cases.csv?programme=exit", as: .officer).status == 404)
        #expect(CSVLine.text(["=1+1", "-2", "@x"]) == "'=1+1,-2,'@x\r\n")
        #expect(CSVLine.text(["a,\"b\"\r\nc"]) == "\"a,\"\"b\"\"\r\nc\"\r\n")
    }

    @Test func anExportThatIsCutSaysSo() async throws {
        for _ in 0..<3 { _ = try await site.openCase("officer-request", fields: ["kind": "other"]) }
        let who = try site.authorized(Acts.WorkCases.self, as: .officer)
        let texts = CaseTexts(words: site.words, handbook: site.office.handbook, now: TestSite.now, names: [:])
        func lines(most: Int) async throws -> [String] {
            let text = Mutex("")
            try await CaseListExport(CaseFilter(), texts, most: most).write(who, in: site.office) { piece in
                text.withLock { $0 += piece }
            }
            return text.withLock { $0 }.split(separator: "\r\n").map(String.init)
        }
        #expect(try await lines(most: 3).count == 4)
        let cut = try await lines(most: 2)
        #expect(cut.count == 4 && cut[3].contains(site.words("case-list.export-cut", ["count": "2"])))
    }

    @Test func aNumberThatIsNotThereShowsNoCases() async throws {
        _ = try await site.youth()
        let page = try await site.get("/cases?q=zzz", as: .officer)
        #expect(page.status == 200 && site.listed(page) == [] && page.text.contains("zzz"))
        #expect(site.listed(try await site.get("/cases", as: .officer)).count == 1)
    }

    @Test func whatAFormSendsEmptyIsNotInTheAddress() async throws {
        let answer = try await site.get("/cases?q=&programme=ukn&stage=&state=&order=newest", as: .officer)
        #expect(answer.status == 303 && answer.location == "/cases?programme=ukn&order=newest")
        #expect(try await site.get("/cases?q=&state=", as: .officer).location == "/cases")
        #expect(try await site.get("/screening?state=open&rule=", as: .screener).location == "/screening?state=open")
    }

    @Test func theOrderByDeadlineSaysWhatItLeavesOut() async throws {
        let page = try await site.get("/cases?order=due", as: .officer)
        #expect(page.text.contains("kun sager med frist"))
        #expect(page.text.contains(site.words("case-list.none-filtered")))
        #expect(try await site.get("/cases", as: .officer).text.contains(site.words("case-list.none-open")))
    }

    @Test func aLaterPageLeadsBackToTheFirst() async throws {
        for _ in 0..<30 { _ = try await site.openCase("officer-request", fields: ["kind": "other"]) }
        let first = try await site.get("/cases?programme=officer-request", as: .officer)
        #expect(!first.text.contains(site.words("case-list.first")))
        let second = try await site.get(try #require(site.next(first)), as: .officer)
        #expect(
            second.text.contains("<a href=\"/cases?programme=officer-request\">\(site.words("case-list.first"))</a>"))
    }

    // MARK: - Scope

    @Test func aSealedCaseIsNotThereForAnybodyElse() async throws {
        let person = try site.person("P-exit")
        let id = try await site.openCase("exit", fields: [:], subject: person, as: .exitTeam)
        let addresses = [
            "/cases/\(id)", "/cases?programme=exit", "/cases/board/exit", "/programmes/exit", "/cases/new/exit",
        ]
        for role in Role.allCases where role.permissions.contains(.workCases) && role != .exitTeam {
            for address in addresses {
                #expect(try await site.get(address, as: role).status == 404, "\(address) as \(role)")
            }
            let list = try await site.get("/cases", as: role)
            #expect(site.listed(list) == [])
            #expect(list.text.contains(site.words("case-list.count", ["count": "0"])))
            for address in ["/", "/cases", "/programmes", "/cases/new", "/cases/board/ukn"] {
                let text = try await site.get(address, as: role).text
                #expect(!text.contains("/exit") && !text.contains("Exit"), "\(address) as \(role)")
            }
            #expect(try await site.get("/cases?q=\(id)", as: role).location == nil)
            let step = try await site.post("/cases/\(id)/step/eligible", ["revision": "1"], as: role)
            #expect(step.status == 404)
        }
        for address in addresses {
            #expect(try await site.get(address, as: .exitTeam).status == 200, "\(address)")
        }
        #expect(site.listed(try await site.get("/cases", as: .exitTeam)) == [Int(id)])
    }

    // MARK: - Desk

    @Test func theDeskShowsWhatWaits() async throws {
        let late = try await site.openCase("officer-request", fields: ["kind": "moped"], at: "2026-01-05")
        let page = try await site.get("/", as: .officer)
        #expect(site.listed(page).contains(Int(late)))
        #expect(page.text.contains("href=\"/cases?deadline=overdue&amp;handled=yes&amp;order=due\""))
        #expect(!page.text.contains("href=\"/screening\""))
        #expect(try await site.get("/", as: .screener).text.contains("href=\"/screening\""))
    }

    /// The screener sees the late case of another programme in the list, but it is not theirs to handle.
    @Test func theDeskCountsWhatItsListsShow() async throws {
        _ = try await site.openCase("officer-request", fields: ["kind": "moped"], at: "2026-01-05")
        _ = try await site.youth()
        for role in [Role.officer, .screener, .exitTeam, .leader] {
            let desk = try await site.get("/", as: role)
            let cards = desk.text.matches(of: #/<a class="card stat" href="([^"]+)"><b>(\d+)</#)
            #expect(cards.count >= 3)
            for card in cards where card.1.hasPrefix("/cases") {
                let address = String(card.1).replacing("&amp;", with: "&")
                let list = try await site.get(address, as: role)
                #expect(site.listed(list).count == Int(card.2), "\(address) as \(role)")
                #expect(list.text.contains("name=\"handled\" value=\"yes\" checked"))
            }
        }
    }

    @Test func theDeskNamesTheNewestHits() async throws {
        let child = try site.person("C1", born: "2018-01-01")
        let hit = try site.database.blockingWrite { db in
            try db.insert(
                """
                INSERT INTO hit (child_id, rule, version, first_triggered, last_triggered, triggers, incidents, carers,
                    state, found_on)
                VALUES (\(child), 'grave-incident', 1, '2026-01-01', '2026-01-01', 1, '[]', '[]', 'open', '2026-01-02')
                RETURNING id
                """) ?? 0
        }
        let desk = try await site.get("/", as: .screener)
        #expect(desk.text.contains("href=\"/screening/\(hit)\"") && desk.text.contains("barn, 8 år"))
        #expect(!(try await site.get("/", as: .officer).text.contains("/screening/")))
    }

    @Test func theDeskOfThoseWithoutCasesShowsWhatTheyReach() async throws {
        let page = try await site.get("/", as: .dataProtectionOfficer)
        #expect(page.status == 200)
        #expect(page.text.contains("<a href=\"/report\">"))
        #expect(!page.text.contains("/cases"))
    }
}
