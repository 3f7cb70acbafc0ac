import Foundation
import HTTPTypes
import Handbook
import Hummingbird
import HummingbirdTesting
import Prevention
import SQL
import Store
import Testing

@testable import Casework
@testable import Web

/// Documents and letters through their pages.
@Suite struct PaperPagesTests {
    private func youth(_ site: TestSite) async throws -> Int64 {
        let child = try site.person("P-child", born: "2013-05-01")
        return try await site.openCase(
            "ukn", fields: ["offence_date": "2026-02-01", "category": "person-dangerous"], subject: child,
            at: "2026-02-10")
    }

    private func upload(
        _ content: String, as name: String, to id: Int64, _ site: TestSite, title: String = "Notat",
        csrf: String? = TestSite.csrf(.officer), role: Role = .officer
    ) async throws -> TestPage {
        var body = ""
        for (field, value) in [("csrf", csrf), ("title", title), ("kind", "report")] {
            if let value { body += "--bb\r\nContent-Disposition: form-data; name=\"\(field)\"\r\n\r\n\(value)\r\n" }
        }
        body += "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\n"
        body += "Content-Type: application/x-msdownload\r\n\r\n\(content)\r\n--bb--\r\n"
        return try await site.send(
            .post, "/cases/\(id)/documents/upload", role, .danish, [.contentType: "multipart/form-data; boundary=bb"],
            body: body)
    }

    @Test func anUploadedDocumentIsListedAndComesBackAsAFile() async throws {
        let site = try TestSite()
        let id = try await youth(site)
        let empty = try await site.get("/cases/\(id)/documents", as: .officer)
        #expect(empty.status == 200 && empty.text.contains(site.words("documents.none")))
        let done = try await upload("Blåbær", as: "../../Æ \u{202E}b.txt", to: id, site, title: "Notat <b>")
        #expect(done.status == 303 && done.location == "/cases/\(id)/documents?done=document-added")
        let page = try await site.get("/cases/\(id)/documents", as: .officer)
        #expect(page.text.contains("Notat &lt;b&gt;") && page.text.contains("Æ b.txt, 8 byte"))
        let file = try await site.get("/cases/\(id)/documents/1/file", as: .officer)
        #expect(file.status == 200 && file.text == "Blåbær" && file.contentType == "text/plain; charset=utf-8")
        #expect(
            file.headers[.contentDisposition] == "attachment; filename=\"_ b.txt\"; filename*=UTF-8''%C3%86%20b.txt")
        #expect(file.headers[.xContentTypeOptions] == "nosniff" && file.headers[.cacheControl] == "no-store")
        #expect(file.headers[.contentLength] == "8")
        #expect(try site.logged(.caseFile, id).last == "read document 1")
        let changes = try await site.get("/cases/\(id)/history", as: .officer)
        #expect(changes.text.contains(site.words("documents.was-added", ["number": "1"])))
    }

    @Test func whatIsWrongWithAnUploadIsSaidAtItsPlace() async throws {
        let site = try TestSite()
        let id = try await youth(site)
        let wrong = try await upload("MZ\u{0}\u{1}", as: "a.pdf", to: id, site, title: "Beholdt titel")
        #expect(wrong.status == 422 && wrong.text.contains("href=\"#upload-file\""))
        #expect(wrong.text.contains("PDF, PNG, JPEG, ODT, DOCX") && wrong.text.contains("Beholdt titel"))
        let nothing = try await upload("", as: "", to: id, site)
        #expect(nothing.status == 422 && nothing.text.contains(site.words("refusal.document-nothing-chosen")))
        let empty = try await upload("", as: "tom.txt", to: id, site)
        #expect(empty.text.contains(site.words("refusal.document-empty")))
        let untitled = try await upload("x", as: "x.txt", to: id, site, title: "")
        #expect(untitled.status == 422 && untitled.text.contains("id=\"upload-title-error\""))
        #expect(try await upload("x", as: "x.txt", to: id, site).status == 303)
        let twice = try await upload("x", as: "y.txt", to: id, site)
        #expect(twice.status == 422 && twice.text.contains("allerede i sagen som dokument 1"))
        for path in ["upload", "1/remove", "1/send"] {
            let again = try await site.get("/cases/\(id)/documents/\(path)", as: .officer)
            #expect(again.location == "/cases/\(id)/documents")
        }
    }

    @Test func aLargeFileIsRefusedWithTheLimitInWordsAndLeavesNothing() async throws {
        let site = try TestSite()
        let id = try await youth(site)
        var settings = Site.Settings(isSecure: false, dataFolder: site.dataFolder)
        #expect(settings.largestDocument == 20 << 20)
        settings.largestDocument = 1 << 20
        let small = try Site(office: site.office, settings: settings, logger: site.site.logger)
        let text = String(repeating: "a", count: (1 << 20) + 1)
        let body = [
            "--bb\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(TestSite.csrf(.officer))\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nStor\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"kind\"\r\n\r\nreport\r\n",
            "--bb\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n\(text)\r\n--bb--\r\n",
        ].joined()
        let page = try await TestSite.send(
            body, to: "/cases/\(id)/documents/upload", of: small, contentType: "multipart/form-data; boundary=bb")
        #expect(page.status == 422 && page.text.contains("grænsen på 1 MB") && page.text.contains("Højst 1 MB"))
        let left = (try? FileManager.default.contentsOfDirectory(atPath: site.dataFolder + "/papers")) ?? []
        #expect(left.isEmpty)
        #expect(try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM document") } == 0)
    }

    @Test func anUploadWithoutTheTokenOrFromElsewhereStoresNothing() async throws {
        let site = try TestSite()
        let id = try await youth(site)
        #expect(try await upload("x", as: "x.txt", to: id, site, csrf: nil).status == 403)
        #expect(try await upload("x", as: "x.txt", to: id, site, csrf: "wrong").status == 403)
        #expect(
            try await upload("x", as: "x.txt", to: id, site, csrf: TestSite.csrf(.socialWorker), role: .socialWorker)
                .status == 404)
        let reader = try await upload("x", as: "x.txt", to: id, site, csrf: TestSite.csrf(.screener), role: .screener)
        #expect(reader.status == 422)
        #expect(try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM document") } == 0)
    }

    @Test func aSchemeWithoutContentShowsNoFormAndRefusesAnUpload() async throws {
        let site = try TestSite()
        let person = try site.person("P1")
        let id = try await site.openCase("victim-referral", fields: ["relation_to_crime": "victim"], subject: person)
        let page = try await site.get("/cases/\(id)/documents", as: .officer)
        #expect(!page.text.contains("type=\"file\"") && page.text.contains(site.words("refusal.no-documents")))
        let sent = try await upload("samtalen", as: "x.txt", to: id, site)
        #expect(sent.status == 422 && sent.text.contains(site.words("refusal.no-documents")))
    }

    @Test func removingAsksForAReasonAndKeepsTheLine() async throws {
        let site = try TestSite()
        let id = try await youth(site)
        _ = try await upload("x", as: "x.txt", to: id, site)
        let bare = try await site.post("/cases/\(id)/documents/1/remove", ["reason": ""], as: .officer)
        #expect(bare.status == 422 && bare.text.contains("id=\"remove-1-reason-error\""))
        let done = try await site.post("/cases/\(id)/documents/1/remove", ["reason": "Fejl på sag"], as: .officer)
        #expect(done.location == "/cases/\(id)/documents?done=document-removed")
        let page = try await site.get("/cases/\(id)/documents", as: .officer)
        #expect(page.text.contains("Fejl på sag") && page.text.contains(site.words("documents.removed")))
        #expect(!page.text.contains("documents/1/file"))
        #expect(try await site.get("/cases/\(id)/documents/1/file", as: .officer).status == 404)
    }

    @Test func aDamagedDocumentIsToldAndNotSent() async throws {
        let site = try TestSite()
        let id = try await youth(site)
        _ = try await upload("x", as: "x.txt", to: id, site)
        try await site.database.write { _ = try $0.execute("UPDATE document SET checksum = 'x'") }
        let file = try await site.get("/cases/\(id)/documents/1/file", as: .officer)
        #expect(file.status == 422 && file.text.contains(site.words("refusal.document-broken", ["number": "1"])))
        #expect(file.headers[.contentDisposition] == nil)
    }

    @Test(arguments: [
        ("Brev", "Brev", "Brev"), ("æ\"%;.pdf", "___;.pdf", "%C3%A6%22%25%3B.pdf"), ("a\r\nb", "a__b", "a%0D%0Ab"),
    ])
    func aFileNameCannotBreakOutOfItsHeader(name: String, plain: String, encoded: String) {
        #expect(FileName.attachment(name) == "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(encoded)")
    }
}

extension TestSite {
    /// Posts to a site with other settings, as the officer.
    static func send(_ body: String, to path: String, of site: Site, contentType: String) async throws -> TestPage {
        let application = WebServer(site: site).application(host: "127.0.0.1", port: 0)
        let cookie = Cookies.session(site.settings) + "=" + TestSite.token(.officer).text
        return try await application.test(.router) { client in
            let answer = try await client.execute(
                uri: path, method: .post, headers: [.cookie: cookie, .contentType: contentType],
                body: ByteBuffer(string: body))
            return TestPage(status: answer.status.code, text: String(buffer: answer.body), headers: answer.headers)
        }
    }
}
