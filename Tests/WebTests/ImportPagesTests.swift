import Foundation
import Handbook
import Hummingbird
import Prevention
import SQL
import Store
import Testing

@testable import Web

@Suite struct ImportPagesTests {
    private let persons = "person_id,family_name,shoe,birth_date\nP1,Bæk,44,\nP2,Ørum,41,2030-02-30\n"

    private func upload(
        _ files: [(String, String)], to site: TestSite, csrf: String? = TestSite.csrf(.secretariat),
        source: String = "pol"
    ) async throws -> TestPage {
        var body = ""
        if let csrf { body += "--bb\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(csrf)\r\n" }
        body += "--bb\r\nContent-Disposition: form-data; name=\"source\"\r\n\r\n\(source)\r\n"
        for (name, content) in files {
            body += "--bb\r\nContent-Disposition: form-data; name=\"files\"; filename=\"\(name)\"\r\n\r\n\(content)\r\n"
        }
        return try await site.send(
            .post, "/import/upload", .secretariat, .danish, [.contentType: "multipart/form-data; boundary=bb"],
            body: body + "--bb--\r\n")
    }

    /// The page of an import when it has ended.
    private func finished(_ path: String, _ site: TestSite) async throws -> TestPage {
        for _ in 0..<500 {
            let page = try await site.get(path, as: .secretariat)
            if !page.text.contains("data-poll") { return page }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NotFound()
    }

    private func uploads(_ site: TestSite) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: site.dataFolder + "/uploads")) ?? []
    }

    private struct NotFound: Error {}

    @Test func anAdministratorSeesWhereAndWhyButNobodysData() async throws {
        let site = try TestSite()
        _ = try await upload([("persons.csv", persons)], to: site)
        _ = try await finished("/import/1", site)
        let page = try await site.get("/import/1", as: .administrator)
        #expect(page.text.contains("birth_date") && page.text.contains("ikke en dato"))
        #expect(!page.text.contains("2030-02-30"))
        #expect(try await site.get("/import/1/rejects.csv", as: .administrator).status == 403)
    }

    @Test func aRejectedCaseOfASealedProgrammeIsNotThereForOthers() async throws {
        let site = try TestSite()
        let line = #"{"id":"E-77","programme":"exit","events":[{"stage":"completed","at":"2025-01-01"}]}"# + "\n"
        _ = try await upload([("cases.jsonl", line)], to: site)
        let page = try await finished("/import/1", site)
        #expect(!page.text.contains("E-77") && !page.text.contains("Exit"))
        #expect(page.text.contains(site.words("import.run.done")))
        #expect(!(try await site.get("/import", as: .secretariat).text.contains("Færdig, noget afvist")))
        #expect(try await site.get("/import/1/rejects.csv", as: .secretariat).status == 404)
    }

    @Test func theRejectsFileHoldsTheOtherRowsAndCountsOnlyThose() async throws {
        let site = try TestSite()
        let sealed = #"{"id":"E-77","programme":"exit","events":[{"stage":"completed","at":"2025-01-01"}]}"# + "\n"
        let other = #"{"id":"U-1","programme":"ukn","events":[{"stage":"board","at":"2025-01-01"}]}"# + "\n"
        _ = try await upload([("persons.csv", persons), ("cases.jsonl", sealed + other)], to: site)
        let page = try await finished("/import/1", site)
        #expect(page.text.contains(site.words("import.run.rejected-first", ["shown": "2", "count": "2"])))
        #expect(page.text.contains(site.words("import.run.done-rejects", ["count": "2"])))
        let file = try await site.get("/import/1/rejects.csv", as: .secretariat)
        #expect(file.status == 200 && !file.text.contains("E-77") && !file.text.contains("exit"))
        #expect(file.text.hasPrefix("file,line,column,value,reason,row\npersons.csv,3,birth_date,2030-02-30,"))
        #expect(file.text.contains(#""{""id"":""U-1"",""programme"":""ukn"","#))
        #expect(file.text.split(separator: "\n").count == 3)
    }

    /// What counts is the programme that the line is of, however it is written, and no other word in it.
    @Test func aSealedProgrammeIsKnownByItsValueAndNotByItsLetters() async throws {
        let site = try TestSite()
        let sealed =
            ##"{"id":"E-77","programme":"\u0065xit","events":[{"stage":"completed","at":"2025-01-01"}]}"## + "\n"
        let broken = #"{"id":"E-78","programme":"exit","# + "\n"
        let other = #"{"id":"exit","programme":"ukn","events":[{"stage":"board","at":"2025-01-01"}]}"# + "\n"
        _ = try await upload([("cases.jsonl", sealed + broken + other)], to: site)
        let page = try await finished("/import/1", site)
        #expect(page.text.contains(site.words("import.run.done-rejects", ["count": "1"])))
        let file = try await site.get("/import/1/rejects.csv", as: .secretariat)
        #expect(!file.text.contains("E-77") && !file.text.contains("E-78"))
        #expect(file.text.contains(#""{""id"":""exit"",""programme"":""ukn"","#))
    }

    @Test func uploadedFilesAreImportedAndShown() async throws {
        let site = try TestSite()
        let answer = try await upload([("persons.csv", persons)], to: site)
        #expect(answer.status == 303)
        let path = try #require(answer.location)
        #expect(path == "/import/1")
        let page = try await finished(path, site)
        #expect(page.text.contains("shoe"))
        #expect(page.text.contains("2030-02-30") && page.text.contains("linje 3") && page.text.contains("ikke en dato"))
        #expect(page.text.contains("/import/1/rejects.csv"))
        #expect(uploads(site) == [])
        let rejects = try await site.get("/import/1/rejects.csv", as: .secretariat)
        #expect(rejects.text.hasPrefix("file,line,column,value,reason,row\npersons.csv,3,birth_date,2030-02-30,"))
        #expect(rejects.headers[.contentDisposition]?.contains("import-1-rejects.csv") == true)
        #expect(try site.logged(.importRun, 1).contains("read rejects file"))
        #expect(try await site.get("/import", as: .secretariat).text.contains("Færdig, noget afvist"))
    }

    @Test func anUploadWithoutTheTokenWritesNothing() async throws {
        let site = try TestSite()
        for csrf in [nil, "", "wrong", TestSite.csrf(.administrator)] {
            #expect(try await upload([("persons.csv", persons)], to: site, csrf: csrf).status == 403)
        }
        #expect(uploads(site) == [])
        #expect(try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM import_run") } == 0)
    }

    @Test(arguments: [
        ([("other.csv", "x")], "pol", "other.csv"), ([("../../persons.csv.exe", "x")], "pol", "persons.csv.exe"),
        ([("persons.csv", "person_id\n"), ("persons.csv", "person_id\n")], "pol", "to gange"),
        ([], "pol", "ikke valgt nogen filer"), ([("", "")], "pol", "ikke valgt nogen filer"),
        ([("persons.csv", "person_id\n")], " ", "navnet på kilden"),
        ([("persons.csv", "name\nx\n")], "pol", "mangler kolonnen"),
    ])
    func anUploadThatCannotBeReadIsRefusedWithTheReason(
        files: [(String, String)], source: String, reason: String
    ) async throws {
        let site = try TestSite()
        let page = try await upload(files, to: site, source: source)
        #expect(page.status == 422)
        #expect(page.text.contains(reason))
        for _ in 0..<100 where !uploads(site).isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        #expect(uploads(site) == [])
    }

    @Test func aCutOffUploadIsRefused() async throws {
        let site = try TestSite()
        let body =
            "--bb\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n\(TestSite.csrf(.secretariat))\r\n--bb\r\n"
        let page = try await site.send(
            .post, "/import/upload", .secretariat, .danish, [.contentType: "multipart/form-data; boundary=bb"],
            body: body)
        #expect(page.status == 422 && page.text.contains("kom ikke helt frem"))
        #expect(uploads(site) == [])
    }

    @Test func aFolderOfTheInboxIsImportedAndStays() async throws {
        let site = try TestSite()
        let folder = site.dataFolder + "/inbox/maj & juni"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try persons.write(toFile: folder + "/persons.csv", atomically: true, encoding: .utf8)
        #expect(try await site.get("/import", as: .secretariat).text.contains("maj &amp; juni"))
        let answer = try await site.post("/import/folder", ["folder": "maj & juni", "source": "pol"], as: .secretariat)
        #expect(try await finished(#require(answer.location), site).text.contains("maj &amp; juni"))
        #expect(FileManager.default.fileExists(atPath: folder + "/persons.csv"))
    }

    @Test(arguments: ["../outside", "/etc", "..", ".", "", "nothing", ".hidden"])
    func nothingOutsideTheInboxIsAFolder(name: String) async throws {
        let site = try TestSite()
        for path in ["/outside", "/inbox/.hidden", "/inbox/real"] {
            try FileManager.default.createDirectory(
                atPath: site.dataFolder + path, withIntermediateDirectories: true)
            try persons.write(toFile: site.dataFolder + path + "/persons.csv", atomically: true, encoding: .utf8)
        }
        let page = try await site.post("/import/folder", ["folder": name, "source": "pol"], as: .secretariat)
        #expect(page.status == 422 && page.text.contains("Vælg en af mapperne"))
    }

    @Test func severalImportsRunOneAfterTheOther() async throws {
        let site = try TestSite()
        async let first = upload([("persons.csv", persons)], to: site, source: "a")
        async let second = upload([("persons.csv", persons)], to: site, source: "b")
        async let third = upload([("persons.csv", persons)], to: site, source: "c")
        for answer in try await [first, second, third] { #expect(answer.status == 303) }
        for id in 1...3 { _ = try await waitFor(id, site) }
        #expect(try site.database.blockingRead { try $0.count("SELECT COUNT(*) FROM person") } == 3)
    }

    @Test func onlySoManyImportsWait() async throws {
        let site = try TestSite()
        let desk = site.site.imports
        let actor = try site.authorized(Acts.ExchangeData.self, as: .secretariat)
        func job(_ folder: String, isUpload: Bool = false) -> ImportDesk.Job {
            ImportDesk.Job(
                folder: folder, name: "x", isUpload: isUpload, source: "pol", actor: actor, language: .danish)
        }
        // A file that is not read before somebody writes to it.
        let slow = site.dataFolder + "/slow"
        try FileManager.default.createDirectory(atPath: slow, withIntermediateDirectories: true)
        #expect(mkfifo(slow + "/persons.csv", 0o600) == 0)
        async let first = desk.submit(job(slow))
        while await desk.state.running == nil { await Task.yield() }
        for _ in 0..<ImportDesk.mostWaiting {
            guard case .waiting = await desk.submit(job(slow + "/none")) else {
                Issue.record("it waits")
                return
            }
        }
        let upload = try await desk.folders.makeUpload()
        guard case .refused(let refusal) = await desk.submit(job(upload, isUpload: true)) else {
            Issue.record("it is refused")
            return
        }
        #expect(refusal.code == "import.queue-full" && site.words.has("refusal." + refusal.code))
        #expect(!FileManager.default.fileExists(atPath: upload))
        try FileHandle(forWritingTo: URL(fileURLWithPath: slow + "/persons.csv")).close()
        _ = await first
    }

    private func waitFor(_ id: Int, _ site: TestSite) async throws -> TestPage {
        for _ in 0..<500 {
            let page = try await site.get("/import/\(id)", as: .secretariat)
            if page.status == 200, !page.text.contains("data-poll") { return page }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw NotFound()
    }

    @Test func aRunThatACrashLeftIsShownAsNotFinished() async throws {
        let site = try TestSite()
        let id = try site.database.blockingWrite { db in
            let source = try ImportStore.source(named: "pol", in: db)
            return try ImportStore.begin(
                source: source, folder: "/x/maj", by: TestSite.actor(.secretariat), at: TestSite.now, in: db)
        }
        let page = try await site.get("/import/\(id)", as: .secretariat)
        #expect(
            page.text.contains("Ikke afsluttet") && page.text.contains("indlæs de") && !page.text.contains("data-poll"))
        let fragment = try await site.get("/import/\(id)/progress", as: .secretariat)
        #expect(fragment.text.hasPrefix("<div id=\"import\""))
        #expect(try await site.get("/import/\(id)/rejects.csv", as: .secretariat).status == 404)
        #expect(try await site.get("/import/99", as: .secretariat).status == 404)
        #expect(try await site.get("/import/x", as: .secretariat).status == 404)
    }

    @Test(arguments: Role.allCases)
    func onlyThoseWhoExchangeDataGetIn(role: Role) async throws {
        let site = try TestSite()
        let expected = TestSite.actor(role).may(.exchangeData) ? 200 : 403
        #expect(try await site.get("/import", as: role).status == expected)
        let posted = try await site.post("/import/folder", ["folder": "x", "source": "y"], as: role).status
        #expect(posted == (expected == 200 ? 422 : 403))
    }
}
