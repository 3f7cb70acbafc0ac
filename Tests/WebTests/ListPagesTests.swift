import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// Lists as people live in them: filters in the address, saved filters, boards, the week, and many cases at once.
@Suite struct ListPagesTests {
    let site: TestSite

    init() throws {
        site = try TestSite()
    }

    private func request(_ kind: String = "other", at: String? = nil, municipality: String = "259") async throws
        -> Int64
    {
        if let at {
            return try await site.openCase(
                "officer-request", fields: ["kind": kind], municipality: municipality, at: at)
        }
        return try await site.openCase("officer-request", fields: ["kind": kind], municipality: municipality)
    }

    // MARK: - The address

    @Test func everyFilterNarrowsAndStandsInItsField() async throws {
        let old = try await request(at: "2026-01-05")
        let new = try await request(municipality: "316")
        func listed(_ query: String) async throws -> [Int] {
            site.listed(try await site.get("/cases?" + query, as: .officer))
        }
        #expect(try await listed("opened-from=2026-02-01") == [Int(new)])
        #expect(try await listed("opened-to=2026-02-01") == [Int(old)])
        // As Danes write it.
        #expect(try await listed("opened-from=05.01.2026&opened-to=05.01.2026") == [Int(old)])
        #expect(try await listed("due-to=2026-03-01") == [Int(old)])
        #expect(try await listed("owner=officer&state=open") == [Int(new), Int(old)])
        #expect(try await listed("owner=nobody") == [])
        #expect(try await listed("owner=secretariat") == [])
        #expect(try await listed("order=number-lowest") == [Int(old), Int(new)])
        let page = try await site.get(
            "/cases?owner=secretariat&due-from=2026-03-01&opened-to=2026-03-02&order=due-last", as: .officer
        ).text
        #expect(page.contains("<option value=\"secretariat\" selected>"))
        #expect(page.contains("name=\"due-from\" value=\"2026-03-01\""))
        #expect(page.contains("name=\"opened-to\" value=\"2026-03-02\""))
        #expect(page.contains("<option value=\"due-last\" selected>"))
    }

    @Test(arguments: [
        "stage=assessed", "programme=officer-request&stage=nowhere", "municipality=999999", "state=ajar",
        "deadline=soon",
        "due-from=31.02.2026", "opened-to=x", "owner=nobody-known", "handled=no", "order=prettiest", "rows=7",
        "columns=programme,shoe", "after=x", "before=1.2.x",
        "opened-from=2026-01-01&order=stage-newest",
    ])
    func whatCannotBeUsedIsSaid(query: String) async throws {
        _ = try await request()
        for language in Language.allCases {
            let page = try await site.get("/cases?" + query, as: .officer, language: language)
            #expect(page.status == 200 && page.text.contains("class=\"notice is-warn\" role=\"status\""), "\(query)")
            #expect(site.listed(page).count == 1, "\(query)")
        }
        #expect(!(try await site.get("/cases?state=open", as: .officer).text.contains("notice is-warn")))
    }

    /// An account of a hidden team is no name that a list can be narrowed to.
    @Test func thoseWhoWorkInAHiddenProgrammeAloneAreNotOffered() async throws {
        let page = try await site.get("/cases", as: .officer).text
        #expect(page.contains("<option value=\"secretariat\">") && !page.contains("value=\"exit-team\""))
        #expect(try await site.get("/cases?owner=exit-team", as: .officer).text.contains("notice is-warn"))
    }

    @Test func columnsAreChosenInTheAddress() async throws {
        _ = try await request()
        let page = try await site.get("/cases?columns=stage,since", as: .officer).text
        #expect(page.contains("data-label=\"\(site.words("case-list.column.since"))\""))
        #expect(!page.contains("data-label=\"\(site.words("case-words.municipality"))\""))
        // As the form sends them.
        let sent = try await site.get("/cases?state=open&columns=since&columns=stage", as: .officer)
        #expect(sent.location == "/cases?state=open&columns=stage.since")
        let export = try await site.get("/cases.csv?columns=stage,since", as: .officer).text
        #expect(export.hasPrefix("number,stage,stage_name,state,stage_on,restriction\r\n"))
    }

    @Test func headingsSayAndTurnTheOrder() async throws {
        _ = try await request()
        let newest = try await site.get("/cases?municipality=259", as: .officer).text
        #expect(newest.contains("aria-sort=\"descending\"><a href=\"/cases?municipality=259&amp;order=oldest\">"))
        let due = try await site.get("/cases?order=due", as: .officer).text
        #expect(due.contains("aria-sort=\"ascending\"><a href=\"/cases?order=due-last\">"))
        #expect(due.matches(of: #/aria-sort/#).count == 1)
        // Within a stretch of openings only its own order, and that of deadlines, is offered.
        let stretch = try await site.get("/cases?opened-from=2026-01-01", as: .officer).text
        #expect(!stretch.contains("order=number-highest") && stretch.contains("order=oldest"))
        #expect(!stretch.contains("value=\"stage-newest\""))
    }

    @Test func pagesLeadBothWays() async throws {
        for _ in 0..<60 { _ = try await request() }
        let first = try await site.get("/cases?rows=25", as: .officer)
        let second = try await site.get(try #require(site.next(first)), as: .officer)
        let third = try await site.get(try #require(site.next(second)), as: .officer)
        #expect(site.listed(third).count == 10 && site.next(third) == nil)
        func previous(_ page: TestPage) throws -> String {
            let found = try #require(page.text.firstMatch(of: #/<a href="([^"]+)" rel="prev"/#))
            return String(found.1).replacing("&amp;", with: "&")
        }
        let back = try await site.get(try previous(third), as: .officer)
        #expect(site.listed(back) == site.listed(second))
        let start = try await site.get(try previous(back), as: .officer)
        #expect(site.listed(start) == site.listed(first) && !start.text.contains("rel=\"prev\""))
        #expect(site.listed(try await site.get("/cases?rows=100", as: .officer)).count == 60)
        #expect(first.text.contains(site.words("case-list.count", ["count": "60"])))
    }

    @Test func anEmptyListSaysWhatToLoosen() async throws {
        _ = try await request()
        let page = try await site.get("/cases?municipality=316&state=open", as: .officer).text
        #expect(page.contains("<a href=\"/cases?state=open\">"))
        #expect(page.contains("1 sag</a>"))
        // Without the state there would still be none.
        #expect(!page.contains("<a href=\"/cases?municipality=316\">"))
    }

    // MARK: - Board and week

    @Test func theBoardKeepsItsFiltersAndReachesEveryCard() async throws {
        for _ in 0..<9 { _ = try await request() }
        _ = try await request(municipality: "316")
        let board = try await site.get("/cases/board/officer-request?municipality=259", as: .officer).text
        #expect(board.contains("<span class=\"count\">9</span>"))
        #expect(
            board.contains(
                "<a href=\"/cases?programme=officer-request&amp;stage=received&amp;municipality=259\">\(site.words("case-board.show-all", ["count": "9"]))"
            ))
        #expect(board.contains("/cases/board/ukn?municipality=259"))
        let overdue = try await site.get("/cases/board/officer-request?deadline=overdue", as: .officer).text
        #expect(!overdue.contains("<article class=\"ticket\">"))
        let wrong = try await site.get("/cases/board/officer-request?municipality=1", as: .officer).text
        #expect(wrong.contains("notice is-warn"))
    }

    @Test func theOverviewCountsStagesAndWhatIsLate() async throws {
        _ = try await request(at: "2026-01-05")
        _ = try await request()
        let page = try await site.get("/cases/board", as: .officer).text
        #expect(page.contains("<a href=\"/cases?programme=officer-request&amp;stage=received\">"))
        #expect(page.contains(site.words("case-board.overdue", ["count": "1"])))
        #expect(!page.contains("exit"))
        #expect(try await site.get("/cases/board", as: .exitTeam).text.contains("/cases/board/exit"))
    }

    @Test func theWeekShowsItsDeadlinesDayByDay() async throws {
        let late = try await request(at: "2026-01-05")
        let now = try await site.get("/cases/week", as: .officer)
        #expect(now.text.contains(site.words("case-week.week", ["week": "10", "year": "2026"])))
        #expect(now.text.contains("is-today") && now.text.contains("href=\"/cases/\(late)\""))
        #expect(now.text.contains("/cases/week?week=2026-W09") && now.text.contains("/cases/week?week=2026-W11"))
        let due = try #require(
            try site.database.blockingRead {
                try CaseStore.rows([late], scope: site.authorized(Acts.WorkCases.self, as: .officer).scope, in: $0)
                    .first?.dueAt
            })
        let week = ISOWeek(of: due.day)
        let then = try await site.get("/cases/week?week=\(week)", as: .officer).text
        let day = try #require(then.firstRange(of: "id=\"day-\(due.day)\""))
        let card = try #require(then.firstRange(of: "href=\"/cases/\(late)\""))
        #expect(day.lowerBound < card.lowerBound)
        #expect(!(try await site.get("/cases/week?owner=nobody", as: .officer).text.contains("/cases/\(late)\"")))
    }

    @Test func theWeekMarksHolidaysAndTheTurnOfTheYear() async throws {
        let easter = try await site.get("/cases/week?week=2026-W14", as: .officer).text
        #expect(easter.matches(of: #/is-closed-day/#).count >= 2)
        let last = try await site.get("/cases/week?week=2026-W53", as: .officer).text
        #expect(last.contains("/cases/week?week=2027-W01") && last.contains("03.01.2027"))
        #expect(try await site.get("/cases/week?week=12", as: .officer).text.contains("16.03.2026"))
        for wrong in ["2025-W53", "x", "2026-W99"] {
            let page = try await site.get("/cases/week?week=" + wrong, as: .officer)
            #expect(page.status == 200 && page.text.contains("notice is-warn"), "\(wrong)")
        }
    }

    // MARK: - Saved filters

    @Test func aListIsSavedUnderANameAndFoundAgain() async throws {
        let saved = try await site.post(
            "/cases/filters", ["name": "Åbne i Køge", "query": "municipality=259&state=open", "shared": "yes"],
            as: .officer)
        #expect(saved.location?.hasPrefix("/cases?municipality=259&state=open&done=filter-saved") == true)
        for address in ["/cases", "/", "/cases/filters"] {
            for role in [Role.officer, .secretariat] {
                let page = try await site.get(address, as: role).text
                #expect(page.contains("<a href=\"/cases?municipality=259&amp;state=open\""), "\(address) \(role)")
            }
        }
        #expect(
            try await site.get("/cases/filters/1", as: .secretariat).location == "/cases?municipality=259&state=open")
        let taken = try await site.post(
            "/cases/filters", ["name": "åbne i køge", "query": "state=closed"], as: .officer)
        #expect(taken.status == 422 && taken.text.contains("value=\"state=closed\""))
        let gone = try await site.post("/cases/filters/1/delete", [:], as: .officer)
        let undo = try await site.get(try #require(gone.location), as: .officer).text
        #expect(undo.contains("action=\"/cases/filters/1/restore\""))
        #expect(!(try await site.get("/cases", as: .officer).text.contains("Åbne i Køge")))
        _ = try await site.post("/cases/filters/1/restore", [:], as: .officer)
        #expect(try await site.get("/cases", as: .officer).text.contains("Åbne i Køge"))
    }

    /// Somebody of the exit team shares a list of exit cases with the whole police.
    @Test func aFilterOfAHiddenProgrammeIsNotThereForOthers() async throws {
        _ = try await site.post(
            "/cases/filters", ["name": "Vores sager", "query": "programme=exit", "shared": "yes"], as: .exitTeam)
        #expect(try await site.get("/cases", as: .exitTeam).text.contains("Vores sager"))
        for address in ["/cases", "/", "/cases/filters"] {
            #expect(!(try await site.get(address, as: .officer).text.contains("Vores sager")))
        }
        #expect(try await site.get("/cases/filters/1", as: .officer).status == 404)
        let forged = try await site.post(
            "/cases/filters", ["name": "x", "query": "programme=exit"], as: .officer)
        #expect(forged.status == 404)
    }

    // MARK: - Many at once

    @Test func manyCasesAreHandedOverFromTheList() async throws {
        let one = try await request()
        let other = try await request()
        let list = try await site.get("/cases?pick=page", as: .officer).text
        #expect(list.matches(of: #/type="checkbox" name="case" value="\d+\.1"[^>]* checked/#).count == 2)
        let start = try await site.get("/cases/bulk?case=\(one).1&case=\(other).1&from=/cases", as: .officer)
        #expect(start.status == 200 && !start.text.contains("method=\"post\" action=\"/cases/bulk\""))
        let judged = try await site.get(
            "/cases/bulk?case=\(one).1&case=\(other).1&action=assign&to=secretariat", as: .officer
        ).text
        #expect(judged.contains(site.words("case-bulk.do", ["count": "2"])))
        let done = try await site.post(
            "/cases/bulk",
            ["case.\(one)": "1", "case.\(other)": "1", "action": "assign", "to": "secretariat", "message": "Hej"],
            as: .officer)
        let address = try #require(done.location)
        #expect(done.status == 303 && address == "/cases/bulk/1")
        await site.site.bulk.finished(1)
        let result = try await site.get(address, as: .officer).text
        #expect(result.matches(of: #/badge is-met/#).count == 2 && result.contains("action=\"/cases/bulk/1/undo\""))
        #expect(try await site.get("/", as: .secretariat).text.contains("href=\"/cases/bulk/1\""))
        #expect(try await site.get(address, as: .secretariat).text.contains("Hej"))
        #expect(try await site.get(address, as: .leader).status == 404)
        let undone = try await site.post("/cases/bulk/1/undo", [:], as: .officer)
        #expect(undone.location == "/cases/bulk/1?done=bulk-undone")
        #expect(try await site.post("/cases/bulk/1/undo", [:], as: .officer).status == 409)
    }

    @Test func whatIsMissingIsAskedForAndNothingIsDone() async throws {
        let one = try await request()
        let nobody = try await site.post(
            "/cases/bulk", ["case.\(one)": "1", "action": "assign", "to": ""], as: .officer)
        #expect(nobody.status == 422 && nobody.text.contains(site.words("refusal.bulk-no-owner")))
        let nothing = try await site.post("/cases/bulk", ["action": "assign", "to": "secretariat"], as: .officer)
        #expect(nothing.status == 422 && nothing.text.contains(site.words("case-bulk.nothing")))
        let long = try await site.post(
            "/cases/bulk",
            [
                "case.\(one)": "1", "action": "assign", "to": "secretariat",
                "message": String(repeating: "å", count: 1_001),
            ], as: .officer)
        #expect(long.status == 422)
        let sealed = try await site.openCase(
            "exit", fields: [:], subject: try site.person("P-exit"), as: .exitTeam)
        let hidden = try await site.get("/cases/bulk?case=\(sealed).1", as: .officer).text
        #expect(hidden.contains(site.words("case-bulk.nothing")) && !hidden.contains("EXIT"))
    }
}
