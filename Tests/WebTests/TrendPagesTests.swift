import Casework
import Foundation
import Handbook
import Prevention
import SQL
import Store
import TestSupport
import Testing

@testable import Web

/// The pages of the trends, of SSP and of the Køge model: nobody is named, and few are not shown.
@Suite struct TrendPagesTests {
    private let site: TestSite

    init() throws { site = try TestSite() }

    private let form = [
        "topic": "unrest", "municipality": "259", "area": "Hastrupparken", "day": "01.03.2026", "part": "evening",
        "source": "residents", "remark": "Knallerter efter midnat",
    ]

    @Test func anObservationIsSharedCorrectedAndWithdrawn() async throws {
        #expect(try await site.get("/trends", as: .planSecretariat).text.contains(site.words("trend.none")))
        #expect(try await site.get("/trends/own", as: .officer).text.contains(site.words("trend.own-none")))
        let shared = try await site.post("/trends/new", form, as: .officer)
        #expect(shared.status == 303 && shared.location == "/trends/own?done=observed")
        let own = try await site.get("/trends/own?done=observed", as: .officer).text
        #expect(own.contains("Hastrupparken") && own.contains("01.03.2026") && own.contains("31.03.2028"))
        #expect(try await !site.get("/trends/own", as: .secretariat).text.contains("Hastrupparken"))
        let path = "/trends/own/1"
        #expect(try await site.get(path, as: .secretariat).status == 404)
        let stale = try await site.post(path, form.merging(["revision": "7"]) { $1 }, as: .officer)
        #expect(stale.status == 409)
        let corrected = try await site.post(
            path, form.merging(["revision": "1", "area": "Algade"]) { $1 }, as: .officer)
        #expect(corrected.status == 303)
        #expect(try await site.get("/trends/own", as: .officer).text.contains("Algade"))
        #expect(try await site.get(path + "/withdraw", as: .officer).location == path)
        #expect(try await site.post(path + "/withdraw", ["revision": "2"], as: .officer).status == 303)
        #expect(try await site.get(path, as: .officer).status == 404)
    }

    @Test func everyReasonStandsAtItsField() async throws {
        let empty = try await site.post("/trends/new", [:], as: .officer)
        #expect(empty.status == 422)
        for field in ["topic", "municipality", "day", "part", "source"] {
            #expect(empty.text.contains("id=\"observation-\(field)-error\""), "\(field)")
        }
        let bad = try await site.post(
            "/trends/new", form.merging(["remark": "Ring 12 34 56 78", "day": "2026-03-03"]) { $1 }, as: .officer)
        #expect(bad.status == 422 && bad.text.contains("id=\"observation-remark-error\""))
        #expect(bad.text.contains("Hastrupparken"), "what was typed is still there")
    }

    /// With four there is a word in the place of the number, on every page, and the words of the fifth open the cell.
    @Test func fewAreNotShownAnywhere() async throws {
        let then = site.office.now.adding(hours: -7 * 24)
        let earlier = Office(
            database: site.database, handbook: site.office.handbook, keys: .forTests, clock: { then })
        func share(_ roles: [Role]) async throws {
            for role in roles {
                let one = Observation(
                    topic: "unrest", municipality: "259", area: "Hastrupparken", day: then.day, part: .evening,
                    source: .residents, remark: "Knallerter efter midnat")
                let who = try Policy.authorize(site.office.handbook.placed(TestSite.actor(role)), Acts.ShareTrends.self)
                try await RecordObservation(one)(who, in: earlier)
            }
        }
        try await share([.officer, .secretariat, .leader, .screener, .screener])
        let address = "/trends?topic=unrest&municipality=259"
        for path in ["/trends", address, "/ssp"] {
            let page = try await site.get(path, as: .planSecretariat).text
            #expect(page.contains(site.words("trend.too-few")), "\(path)")
            #expect(!page.contains("Hastrupparken") && !page.contains("Knallerter"), "\(path)")
        }
        try await share([.socialWorker])
        let open = try await site.get(address, as: .planSecretariat).text
        #expect(open.contains("Hastrupparken") && open.contains("Knallerter efter midnat"))
        #expect(!open.contains("Test officer"), "nobody is told who it was")
        #expect(try await site.get("/ssp", as: .sspCoordinator).text.contains(">5<"))
        // The way on to a person is for those who may open an item.
        #expect(try await site.get("/trends", as: .sspCoordinator).text.contains("href=\"/forums\""))
        #expect(try await !site.get("/trends", as: .planSecretariat).text.contains("/cases/new/"))
    }

    @Test func coursesAreListedByReviewWithoutNames() async throws {
        let child = try site.person("B1", given: "Ida", family: "Prøvesen", born: "2012-01-01")
        let id = try await site.openCase(
            "ssp-course", fields: ["level": "preventive", "aim": "Trivsel"], subject: child, at: "2026-02-10T09:00",
            as: .secretariat)
        let page = try await site.get("/ssp/courses?level=preventive&municipality=259", as: .sspCoordinator).text
        #expect(page.contains("/cases/\(id)") && page.contains("10.02.2027") && !page.contains("Ida"))
        #expect(try await !site.get("/ssp/courses?level=build-up", as: .sspCoordinator).text.contains("/cases/\(id)"))
        #expect(try await site.get("/ssp/courses", as: .mediator).status == 404)
        // Who is left out by picking a place is said, but to those whose place it is.
        let leftOut = site.words("ssp-page.leaves-out")
        #expect(try await site.get("/ssp/courses?municipality=259", as: .secretariat).text.contains(leftOut))
        #expect(try await !site.get("/ssp/courses", as: .secretariat).text.contains(leftOut) && !page.contains(leftOut))
        let meeting = try await site.get("/ssp", as: .planSecretariat).text
        #expect(!meeting.contains("/ssp/courses") && meeting.contains(site.words("report.hidden")))
    }

    @Test func theRollOutHasAHistoryAndAnEditor() async throws {
        let path = "/koege-model/roll-out/253"
        let entry = ["state": "agreed", "day": "01.02.2026", "contact": "Socialchef", "remark": "", "revision": "0"]
        #expect(try await site.post(path, entry, as: .secretariat).status == 303)
        let stale = try await site.post(path, entry, as: .leader)
        #expect(stale.status == 409)
        let page = try await site.get(path, as: .planSecretariat).text
        #expect(page.contains("Socialchef") && !page.contains("id=\"roll-out-state\""), "read, not edited")
        #expect(try await site.post(path, entry, as: .planSecretariat).status == 422)
        let named = try await site.post(
            path, entry.merging(["revision": "1", "contact": "a@b.dk"]) { $1 }, as: .leader)
        #expect(named.status == 422 && named.text.contains("id=\"roll-out-contact-error\""))
        let evaluation = try await site.get("/koege-model", as: .planSecretariat, language: .english).text
        #expect(evaluation.contains("Agreed") && evaluation.contains("01.02.2026"))
    }
}

/// The list of repeated contact and the decisions on it.
@Suite struct ContactPagesTests {
    private let site: TestSite
    private let person: Int64

    init() throws {
        site = try TestSite()
        person = try site.person("P1", given: "Åse", family: "Prøvesen", born: "1980-01-01")
        for (number, day) in ["2026-01-10", "2026-02-10", "2026-03-01"].enumerated() {
            try site.incident(
                "I\(number)", "mental-distress", at: day + "T12:00", place: "Skjulestien 7",
                persons: [(.involved, person)])
        }
    }

    @Test func aPersonIsSelectedFromTheList() async throws {
        let list = try await site.get("/psp-k", as: .officer).text
        #expect(list.contains("Åse Prøvesen") && list.contains("01.03.2026") && list.contains("10.01.2026"))
        #expect(!list.contains("Skjulestien"), "places are not needed")
        let empty = try await site.post("/psp-k/\(person)/select", [:], as: .officer)
        #expect(empty.status == 422 && empty.text.contains("id=\"select-selection_reason-error\""))
        let form = ["selected_by": "Kim Holm", "selection_reason": "Intet netværk"]
        let selected = try await site.post("/psp-k/\(person)/select", form, as: .officer)
        let path = try #require(selected.location?.split(separator: "?").first.map(String.init))
        // Where the one selected is proposed to the practice group.
        #expect(selected.status == 303 && path.hasPrefix("/cases/") && path.hasSuffix("/forums"))
        let page = try await site.get("/psp-k", as: .officer).text
        let opened = path.replacing("/forums", with: "")
        #expect(page.contains("href=\"\(opened)\"") && !page.contains("/psp-k/\(person)\""))
        let again = try await site.post("/psp-k/\(person)/select", form, as: .officer)
        #expect(again.status == 422 && again.text.contains(site.words("refusal.psp-k.open-case")))
    }

    @Test func aPersonIsLeftOffAndPutBack() async throws {
        let wrong = try await site.post(
            "/psp-k/\(person)/not-now", ["reason": "over", "until": "i morgen"], as: .officer)
        #expect(wrong.status == 422 && wrong.text.contains("id=\"not-now-until-error\""))
        let form = ["reason": "over", "until": "20.03.2026"]
        #expect(try await site.post("/psp-k/\(person)/not-now", form, as: .officer).status == 303)
        #expect(try await !site.get("/psp-k", as: .officer).text.contains("Åse"))
        let left = try await site.get("/psp-k?show=not-now", as: .officer).text
        #expect(left.contains("Åse") && left.contains("20.03.2026"))
        #expect(try await site.post("/psp-k/\(person)/relist", [:], as: .officer).status == 303)
        #expect(try await site.get("/psp-k", as: .officer).text.contains("Åse"))
        #expect(try await site.post("/psp-k/\(person)/relist", [:], as: .officer).status == 404)
    }

    @Test func thePeriodStandsInTheAddress() async throws {
        let later = try await site.get("/psp-k?from=2026-01-11&to=2026-03-01", as: .officer).text
        #expect(!later.contains("Åse") && later.contains("11.01.2026"))
        let kept = try await site.get("/psp-k?from=10.01.2026&to=01.03.2026", as: .officer).text
        #expect(kept.contains("/psp-k/\(person)?from=2026-01-10&amp;to=2026-03-01"))
        let reversed = try await site.get("/psp-k?from=2026-03-01&to=2026-01-10", as: .officer)
        #expect(reversed.status == 422 && reversed.text.contains("href=\"#period-from\""))
    }

    @Test func othersDoNotReachIt() async throws {
        for role in [Role.socialWorker, .pspkMember, .screener, .leader, .planSecretariat, .administrator] {
            #expect(try await site.get("/psp-k", as: role).status == 403, "\(role)")
            #expect(try await site.get("/psp-k/\(person)", as: role).status == 403, "\(role)")
        }
    }

    /// The social worker records what the municipality knows, and the answer is in the history.
    @Test func theMunicipalityAnswersOnTheCase() async throws {
        let id = try await site.openCase(
            "partner-violence", fields: ["kinds": "physical", "origin": "incident"], subject: person,
            as: .specialisedTeam)
        let fields = ["forum": "koege-model", "forum_reason": "Beskyttelse"]
        try await ChangeCase(id, revision: 1, .move(to: "forum", at: nil, fields: fields, note: ""))(
            site.authorized(Acts.WorkCases.self, as: .specialisedTeam), in: site.office)
        let page = try await site.get("/cases/\(id)", as: .socialWorker).text
        #expect(page.contains("/cases/\(id)/entry/municipality-answer"))
        let answered = try await site.post(
            "/cases/\(id)/entry/municipality-answer",
            ["field.not_known_answer": "no", "at": "2026-03-02T10:00", "revision": "2"], as: .socialWorker)
        #expect(answered.status == 303)
    }
}
