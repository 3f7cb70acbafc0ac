import Casework
import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Web

extension TestSite {
    /// Stores the assessment of an area around the station of Køge, live on the day of the tests; returns its number.
    @discardableResult
    func assessArea(from: String = "2026-02-01", to: String = "2026-07-01") async throws -> Int64 {
        guard let centre = Position("55.45802,12.18655"), let first = LocalDate(from), let last = LocalDate(to) else {
            throw NotFound()
        }
        let area = AreaAssessment(
            name: "Køge Station", municipality: "259", centre: centre, radius: 600, reason: "Uro om aftenen",
            decidedBy: "Sektorlederen", validFrom: first, validTo: last)
        return try await AssessArea(area)(authorized(Acts.WorkCases.self, as: .leader), in: office)
    }

    static let banFields = [
        "behaviour": "Truede forbipasserende", "position": "55.45802,12.18655", "radius": "400",
        "expires_on": "2026-03-20", "given": "orally",
    ]
}

/// Areas, the bans that rest on them, and the map.
@Suite struct AreaPagesTests {
    let site: TestSite

    init() throws { site = try TestSite() }

    private let form = [
        "name": "Greve Midtby", "municipality": "253", "position": "55.58611,12.29677", "radius": "500",
        "reason": "Uro", "decided_by": "Lederen", "valid_from": "02.03.2026", "valid_to": "2026-06-01",
    ]

    @Test func anAreaIsAssessedShownAndEnded() async throws {
        #expect(try await site.get("/areas", as: .leader).text.contains(site.words("area.none")))
        let answer = try await site.post("/areas/new", form, as: .leader)
        let path = try #require(answer.location?.split(separator: "?").first.map(String.init))
        #expect(answer.status == 303 && path.hasPrefix("/areas/"))
        let page = try await site.get(path, as: .officer).text
        #expect(page.contains("Greve Midtby") && page.contains("55,58611° nord, 12,29677° øst, radius 500 meter"))
        #expect(page.contains("<svg") && page.contains("circle-map") && !page.contains(path + "/end"))
        #expect(try await site.get(path, as: .leader).text.contains(path + "/end"))
        let number = try #require(Int64(path.split(separator: "/")[1]))
        #expect(try site.logged(.area, number) == ["collect assessed"])

        let early = try await site.post(path + "/end", ["revision": "1", "day": "2026-03-01"], as: .leader)
        #expect(early.status == 422 && early.text.contains("href=\"#end-day\"") && early.text.contains("#end-reason"))
        let stale = try await site.post(
            path + "/end", ["revision": "7", "day": "2026-03-02", "reason": "Ro"], as: .leader)
        #expect(stale.status == 409)
        let ended = try await site.post(
            path + "/end", ["revision": "1", "day": "02.03.2026", "reason": "Ro"], as: .leader)
        #expect(ended.status == 303)
        #expect(try await site.get(path, as: .leader).text.contains("02.03.2026"))
        let again = try await site.post(
            path + "/end", ["revision": "2", "day": "2026-03-02", "reason": "Ro"], as: .leader)
        #expect(again.status == 422)
    }

    /// A ban rests on the assessment of its day: no end of that one is put before today, so the ban can still be corrected.
    @Test func anAssessmentIsNotEndedBackInTime() async throws {
        let person = try site.person("B1")
        try await site.assessArea()
        let id = try await site.openCase("area-ban", fields: TestSite.banFields, subject: person)
        let end = ["revision": "1", "reason": "Ro"]
        let back = try await site.post("/areas/1/end", end.merging(["day": "2026-03-01"]) { $1 }, as: .leader)
        #expect(back.status == 422 && back.text.contains("href=\"#end-day\""))
        #expect(back.text.contains(site.words("refusal.area.end-backdated", ["today": "02.03.2026"])))
        let today = try await site.post("/areas/1/end", end.merging(["day": "2026-03-02"]) { $1 }, as: .leader)
        #expect(today.status == 303)
        let right = ChangeCase.Change.correct(fields: ["place": "Torvet"], municipality: nil, reason: "Stedet")
        try await ChangeCase(id, revision: 1, right)(
            try site.authorized(Acts.WorkCases.self, as: .officer), in: site.office)
        #expect(try site.revision(id) == "2")
    }

    @Test func theListIsFilteredByTheAddress() async throws {
        try await site.assessArea()
        try await site.assessArea(from: "2025-01-01", to: "2025-06-01")
        try await site.assessArea(from: "2026-04-01", to: "2026-06-01")
        for (query, count) in [
            ("", 3), ("?state=live", 1), ("?state=past", 1), ("?state=coming", 1), ("?municipality=253", 0),
        ] {
            let page = try await site.get("/areas" + query, as: .secretariat).text
            #expect(page.components(separatedBy: "role=\"rowheader\"").count - 1 == count, "\(query)")
        }
        let page = try await site.get("/areas?state=live", as: .secretariat, language: .english).text
        #expect(page.contains("1 area") && page.contains("55.45802° north"))
    }

    @Test func aWrongFormNamesEveryPlaceAndKeepsWhatWasTyped() async throws {
        let empty = try await site.post("/areas/new", [:], as: .leader)
        #expect(empty.status == 422)
        for field in ["name", "municipality", "position", "radius", "reason", "decided_by", "valid_from", "valid_to"] {
            #expect(empty.text.contains("href=\"#area-\(field)\""), "\(field)")
        }
        for (name, value) in [
            ("position", "12.29677,55.58611"), ("radius", "5001"), ("radius", "<b>"), ("valid_to", "31.02.2026"),
            ("valid_to", "2026-03-01"), ("valid_to", "2027-03-02"), ("municipality", "999"),
        ] {
            let page = try await site.post("/areas/new", form.merging([name: value]) { $1 }, as: .leader)
            #expect(page.status == 422 && page.text.contains("href=\"#area-\(name)\""), "\(name) \(value)")
            #expect(page.text.contains("Greve Midtby") && !page.text.contains("<b>"))
        }
        #expect(try await site.post("/areas/new", form, as: .officer).status == 422)
        #expect(try await site.get("/areas/7", as: .leader).status == 404)
    }

    // MARK: - Bans, through the pages

    private func open(_ changed: [String: String], _ subject: Int64, more: [String: String] = [:]) async throws
        -> TestPage
    {
        let fields = TestSite.banFields.merging(changed) { $1 }
        var form = Dictionary(uniqueKeysWithValues: fields.map { ("field." + $0.key, $0.value) })
        form.merge(["municipality": "259", "party.subject": "B1"]) { $1 }
        form.merge(more) { $1 }
        return try await site.post("/cases/new/area-ban", form, as: .officer)
    }

    /// The "must never" of the scheme, tried by somebody who fills the form.
    @Test func thePageRefusesWhatMustNeverBe() async throws {
        let person = try site.person("B1")
        let code = { site.words("refusal.area-ban." + $0) }
        #expect(try await open([:], person).text.contains(SVG.escaped(code("no-assessment"))))
        try await site.assessArea()
        #expect(
            try await open(["radius": "1001", "radius_reason": "x"], person).text.contains(SVG.escaped(code("radius"))))
        #expect(try await open(["radius": "501"], person).text.contains(SVG.escaped(code("radius"))))
        #expect(try await open(["expires_on": "2026-04-02"], person).text.contains(SVG.escaped(code("length"))))
        try site.person("B2")
        let group = try await open([:], person, more: ["party.counterpart": "B2"])
        #expect(group.status == 422 && group.text.contains(SVG.escaped(code("one-person"))))
        let made = try await open([:], person)
        #expect(made.status == 303)
        let id = try #require(made.location?.split(separator: "?")[0].split(separator: "/").last)
        let extended = try await site.post(
            "/cases/\(id)/step/extended", ["revision": "1", "field.expires_on": "2026-04-19"], as: .leader)
        #expect(extended.status == 422)
    }

    @Test func theMapOfACaseShowsTheCircleAndWhatItRestsOn() async throws {
        let person = try site.person("B1")
        try await site.assessArea()
        let id = try await site.openCase("area-ban", fields: TestSite.banFields, subject: person)
        let page = try await site.get("/cases/\(id)/map", as: .officer).text
        #expect(page.contains("radius 400 meter") && page.contains("radius 600 meter"))
        #expect(page.contains("href=\"/areas/1\"") && page.contains("map-main") && page.contains("map-other"))
        #expect(page.contains("data-map-shapes=\"[{&quot;kind&quot;:&quot;main&quot;"))
        #expect(!page.contains("style="))
        #expect(try site.logged(.caseFile, id).contains { $0.hasPrefix("read ") })
        // A case without a map leads back to itself.
        let other = try await site.openCase("officer-request", fields: ["kind": "event", "wish": "x"])
        #expect(try await site.get("/cases/\(other)/map", as: .officer).location == "/cases/\(other)")
    }

    @Test func aPolicyAllowsTheTilesOnlyWhereTheyAreConfigured() throws {
        let tiles = try #require(TileAddress("https://kort.example.dk:8443/a/{z}/{x}/{y}.png?k=1", credit: "©"))
        #expect(tiles.origin == "https://kort.example.dk:8443")
        for wrong in [
            "", "kort.example.dk/{z}/{x}/{y}", "ftp://kort.example.dk/{z}/{x}/{y}", "https://kort.example.dk/{z}/{x}",
            "https://a:b@kort.example.dk/{z}/{x}/{y}", "https://kort.example.dk/{z}/{x}/{y}; script-src *",
            "https:///{z}/{x}/{y}", "https://'self'/{z}/{x}/{y}", "javascript:{z}{x}{y}",
        ] {
            #expect(TileAddress(wrong, credit: "") == nil, "\(wrong)")
        }
    }

    @Test func thePolicyNamesTheHostOfTheTiles() async throws {
        let plain = try await site.get("/areas", as: .leader)
        #expect(plain.headers[.contentSecurityPolicy]?.contains("img-src 'self';") == true)
        let tiled = try TestSite(tiles: TileAddress("https://kort.example.dk/{z}/{x}/{y}.png", credit: "<Kort>"))
        let page = try await tiled.get("/areas", as: .leader)
        #expect(page.headers[.contentSecurityPolicy]?.contains("img-src 'self' https://kort.example.dk;") == true)
        if tiled.site.assets.hasMap {
            #expect(page.text.contains("data-tiles=\"https://kort.example.dk/{z}/{x}/{y}.png\""))
            #expect(page.text.contains("&lt;Kort&gt;"))
        }
    }

    @Test func withoutTheMapsFolderThePagesAreThere() throws {
        let assets = try Assets(mapFolder: "/nowhere")
        #expect(!assets.hasMap && assets.files["leaflet.js"] == nil && assets.files["app.css"] != nil)
    }
}
