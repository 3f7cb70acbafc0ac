import HTTPTypes
import Handbook
import Prevention
import SQL
import Testing

@testable import Web

/// At its build-up level an SSP course is about nobody: nothing that may hold personal data comes in, and nothing stays.
@Suite struct BuildUpAttempts {
    private let stage: AttemptSite
    /// Whoever opens its cases.
    private let reader: Role

    init() throws {
        stage = try AttemptSite()
        reader = stage.reader(try #require(Catalogue.programme("ssp-course")))
    }

    private func open(level: String) async throws -> Int64 {
        let attempt = Attempt(
            code: "", programme: "ssp-course", parties: level == "build-up" ? [:] : [.subject: .child],
            opened: "2026-02-01", fields: ["level": level, "aim": "Trivsel i klassen"])
        let location = try #require(try await stage.open(attempt).location)
        return try #require(location.firstMatch(of: #/\/cases\/(\d+)/#).flatMap { Int64($0.1) })
    }

    private func upload(to id: Int64) async throws -> TestPage {
        var body = ""
        for (field, value) in [("csrf", TestSite.csrf(reader)), ("title", "Ida"), ("kind", "report")] {
            body += "--bb\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n"
        }
        body += "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
        body += "Content-Type: text/plain\r\n\r\nOm Ida\r\n--bb--\r\n"
        return try await stage.site.send(
            .post, "/cases/\(id)/documents/upload", reader, .danish,
            [.contentType: "multipart/form-data; boundary=bb"], body: body)
    }

    private func documents() throws -> Int {
        try stage.site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM document") }
    }

    /// Lowers the level, by the step and by a correction.
    private func lowered(_ id: Int64) async throws -> [TestPage] {
        let revision = try stage.site.revision(id)
        let step = try await stage.post(
            .step("reviewed", "2026-02-02", ["review_result": "Godt", "level": "build-up"]), to: id, of: "ssp-course")
        let correction = try await stage.site.post(
            "/cases/\(id)/correct",
            [
                "revision": revision, "field.level": "build-up", "field.aim": "Trivsel i klassen",
                "municipality": "259", "reason": "Forkert",
            ], as: reader)
        return [step, correction]
    }

    @Test func noDocumentIsPutOnIt() async throws {
        let id = try await open(level: "build-up")
        let answer = try await upload(to: id)
        #expect(answer.status == 422 && stage.says(answer.text, "documents-about-nobody"))
        let page = try await stage.site.get("/cases/\(id)/documents", as: reader)
        #expect(stage.says(page.text, "documents-about-nobody") && !page.text.contains("id=\"upload-file\""))
        #expect(try documents() == 0)
        // At the level that is about somebody it is.
        #expect(try await upload(to: try await open(level: "preventive")).status == 303)
        #expect(try documents() == 1)
    }

    /// The person goes out, and what was written of them would stay.
    @Test(arguments: ["note", "task", "document", "step"]) func noneComesOfACaseThatHoldsContent(what: String)
        async throws
    {
        let site = stage.site
        let id = try await open(level: "preventive")
        try await site.database.write { db in
            try db.execute("DELETE FROM case_party WHERE case_id = \(id)")
            switch what {
            case "note":
                try db.execute(
                    "INSERT INTO case_note (case_id, body, revision, created_by, created_at) VALUES (\(id), 'Om Ida', 1, 'x', 0)"
                )
            case "step": try db.execute("UPDATE case_event SET note = 'Om Ida' WHERE case_id = \(id)")
            default: break
            }
        }
        switch what {
        case "task":
            let given = try await site.post(
                "/cases/\(id)/tasks", ["title": "Ring til Ida", "owner": reader.rawValue, "due": "09.03.2026"],
                as: reader)
            #expect(given.status == 303, "\(given.status)")
        case "document": #expect(try await upload(to: id).status == 303)
        default: break
        }
        let before = try stage.stored()
        for answer in try await lowered(id) {
            #expect(answer.status == 422 && stage.says(answer.text, "content-about-nobody"), "\(answer.status)")
        }
        #expect(try stage.stored() == before)
    }

    @Test func anEmptyOneMayBeLowered() async throws {
        let id = try await open(level: "preventive")
        _ = try await stage.site.database.write { try $0.execute("DELETE FROM case_party WHERE case_id = \(id)") }
        #expect(try await lowered(id).first?.status == 303)
    }
}
