import Handbook
import Prevention
import SQL
import Store
import Testing

@testable import Web

/// Tasks, notes, corrections, undo, hand-over, conflicts and history on the pages of a case.
@Suite struct CaseWorkPagesTests {
    let site: TestSite
    let id: Int64

    init() async throws {
        site = try TestSite()
        id = try await site.youth().id
    }

    private func post(_ path: String, _ form: [String: String], as role: Role = .officer) async throws -> TestPage {
        try await site.post("/cases/\(id)/" + path, form, as: role)
    }

    private func get(_ path: String = "", as role: Role = .officer) async throws -> String {
        try await site.get("/cases/\(id)" + path, as: role).text
    }

    // MARK: - Handing over

    @Test func aHandOverToTheSameOwnerChangesNothingAndSaysSo() async throws {
        let answer = try await post("owner", ["revision": "1", "owner": "officer", "message": "Igen"])
        #expect(answer.status == 422 && answer.text.contains("Intet er ændret"))
        #expect(try site.revision(id) == "1")
        #expect(answer.text.contains("<option value=\"\">Ingen</option>"))
    }

    @Test func theNewOwnerReadsTheMessageOnTheCase() async throws {
        _ = try await post("owner", ["revision": "1", "owner": "secretariat", "message": "Ring til <skolen>"])
        #expect(try await get(as: .secretariat).contains("Ring til &lt;skolen&gt;"))
        #expect(try await !get().contains("Ring til"))
    }

    // MARK: - What cannot be done

    @Test func aStepThatTheAgeRulesOutIsNamedWithoutAForm() async throws {
        _ = try await post(
            "step/assessed", ["revision": "1", "field.category": "person-dangerous", "field.screening_officer": "Anne"])
        let text = try await get()
        #expect(text.contains("action=\"/cases/\(id)/step/referred\""))
        #expect(!text.contains("action=\"/cases/\(id)/step/with-prosecution\""))
        #expect(text.contains("id=\"step-with-prosecution\"") && text.contains("Ikke muligt"))
    }

    @Test func aNewCaseOutOfThisOneNeedsAProgramme() async throws {
        let answer = try await site.get("/cases/\(id)/related?asked=programme", as: .officer)
        #expect(answer.status == 422 && answer.text.contains("Vælg den ordning, som den nye sag hører til"))
    }

    // MARK: - Conflicts

    @Test func aSlowerStepSeesWhatHasChangedAndKeepsWhatWasTyped() async throws {
        _ = try await post("owner", ["revision": "1", "owner": "secretariat", "message": "Tager du <den>?"])
        _ = try await post(
            "correct",
            [
                "revision": "2", "field.offence_date": "2026-01-31", "field.category": "person-dangerous",
                "municipality": "259", "reason": "Forkert dato",
            ], as: .secretariat)
        let answer = try await post("step/screened-out", ["revision": "1", "note": "Ikke nok"])
        #expect(answer.status == 409 && answer.text.contains("id=\"conflict\""))
        // Who, and which fields, old and new.
        #expect(answer.text.contains("Test officer → Test secretariat"))
        #expect(answer.text.contains("01.02.2026 → 31.01.2026") && answer.text.contains("Forkert dato"))
        #expect(answer.text.contains("Tager du &lt;den&gt;?"))
        // What was typed is shown, and stands in the form with the revision that has been seen now.
        #expect(answer.text.contains("<dd>Ikke nok</dd>") && answer.text.contains(">Ikke nok</textarea>"))
        #expect(answer.text.contains("name=\"revision\" value=\"3\""))
        #expect(try site.revision(id) == "3")
        // Sent again, knowingly, it is taken.
        #expect(try await post("step/screened-out", ["revision": "3", "note": "Ikke nok"]).status == 303)
    }

    @Test func aSlowerCorrectionKeepsWhatWasTyped() async throws {
        _ = try await post("step/screened-out", ["revision": "1"])
        let answer = try await post(
            "correct", ["revision": "1", "field.offence_date": "2026-01-15", "reason": "Tastefejl"])
        #expect(answer.status == 409 && answer.text.contains("value=\"2026-01-15\""))
        #expect(answer.text.contains("15.01.2026") && answer.text.contains(">Tastefejl</textarea>"))
    }

    /// A field that the slower has not touched says what the faster has made of it; one that both have touched is the slower's.
    @Test func sendingAgainTakesBackNothingThatWasNotTouched() async throws {
        let form = ["field.offence_date": "2026-02-01", "field.category": "person-dangerous", "municipality": "259"]
        func correct(_ fields: [String: String], _ revision: Int) async throws -> TestPage {
            let said = ["revision": "\(revision)", "reason": "Ret"].merging(fields) { $1 }
            return try await post("correct", form.merging(said) { $1 })
        }
        #expect(try await correct(["field.category": "none"], 1).status == 303)
        let answer = try await correct(["field.offence_date": "2026-01-20"], 1)
        #expect(answer.status == 409 && answer.text.contains("<option value=\"none\" selected>"))
        #expect(answer.text.contains("value=\"2026-01-20\"") && answer.text.contains("<dd>20.01.2026</dd>"))
        #expect(!answer.text.contains("<option value=\"person-dangerous\" selected>"))
    }

    @Test func aSlowerNoteAndTaskSeeTheOtherText() async throws {
        _ = try await post("notes", ["body": "Et"])
        _ = try await post("notes/1/correct", ["revision": "1", "body": "To & tre"])
        let note = try await post("notes/1/correct", ["revision": "1", "body": "Fire"])
        #expect(note.status == 409 && note.text.contains("Et → To &amp; tre") && note.text.contains(">Fire</textarea>"))
        _ = try await post("tasks", ["title": "Ring", "owner": "officer", "due": "09.03.2026"])
        _ = try await post("tasks/1/done", ["revision": "1", "remark": "Klaret"])
        let task = try await post("tasks/1/hand-over", ["revision": "1", "owner": "secretariat", "remark": "Din"])
        #expect(task.status == 409 && task.text.contains(site.words("task.state.done")))
        #expect(task.text.contains("Klaret") && task.text.contains("<dd>Din</dd>"))
    }

    // MARK: - Undo and corrections

    @Test func aStepIsUndoneFromTheNoticeRightAfterIt() async throws {
        let moved = try await post("step/screened-out", ["revision": "1", "note": "Fejl"])
        let page = try await site.get(try #require(moved.location), as: .officer).text
        #expect(page.contains("id=\"undo-now\""))
        let event = try site.database.blockingRead { try $0.count("SELECT MAX(id) FROM case_event") }
        let path = "event/\(event)/undo"
        #expect(page.contains("action=\"/cases/\(id)/\(path)\""))
        let refused = try await post(path, ["revision": "2", "reason": ""])
        #expect(refused.status == 422 && refused.text.contains("id=\"undo-reason-error\""))
        let done = try await post(path, ["revision": "2", "reason": "Forkert <sag>"])
        #expect(done.location == "/cases/\(id)?done=case-undone")
        #expect(try await !get().contains("undo-now"))
        let history = try await get("/history?kind=undo")
        #expect(history.contains("Forkert &lt;sag&gt;") && history.contains("Fejl"))
    }

    @Test func somebodyElseIsNotOfferedToUndo() async throws {
        _ = try await post("step/screened-out", ["revision": "1"])
        #expect(try await !get(as: .secretariat).contains("/undo\""))
        #expect(try await get(as: .leader).contains("/undo\""))
    }

    @Test func aRefusedCorrectionNamesTheField() async throws {
        let page = try await get("/correct")
        #expect(page.contains("name=\"field.offence_date\"") && page.contains("name=\"municipality\""))
        let answer = try await post(
            "correct", ["revision": "1", "field.offence_date": "31.02.2026", "field.category": "none", "reason": ""])
        #expect(answer.status == 422 && answer.text.contains("href=\"#correct-offence_date\""))
        #expect(answer.text.contains("id=\"correct-reason-error\"") || answer.text.contains("#correct-offence_date"))
        #expect(try site.revision(id) == "1")
    }

    /// Where somebody protected lives is not shown, and so not changed by a form that does not show it.
    @Test func aCorrectionDoesNotTouchAMunicipalityThatIsHidden() async throws {
        let hidden = try await site.youth("Hemmelig", protected: true).id
        let page = try await site.get("/cases/\(hidden)/correct", as: .officer).text
        #expect(!page.contains("Køge") && !page.contains("name=\"municipality\""))
        let form = [
            "revision": "1", "field.offence_date": "2026-01-31", "field.category": "person-dangerous", "reason": "Dato",
        ]
        #expect(try await site.post("/cases/\(hidden)/correct", form, as: .officer).status == 303)
        #expect(
            try site.database.blockingRead {
                try $0.count("SELECT COUNT(*) FROM case_file WHERE id = \(hidden) AND municipality = '259'")
            } == 1)
        #expect(try await !site.get("/cases/\(hidden)/history", as: .officer).text.contains("Køge"))
    }

    // MARK: - Hand-over

    @Test func aCaseIsTakenOverAndReleased() async throws {
        #expect(try await get(as: .secretariat).contains(site.words("case-hand-over.take")))
        _ = try await post("owner", ["revision": "1", "owner": "secretariat"], as: .secretariat)
        let mine = try await get(as: .secretariat)
        #expect(mine.contains(site.words("case-hand-over.release")))
        #expect(!mine.contains(site.words("case-hand-over.take")))
        _ = try await post("owner", ["revision": "2", "owner": ""], as: .secretariat)
        #expect(try await get("/history").contains("Test secretariat → " + site.words("case-words.nobody")))
    }

    // MARK: - Tasks and notes

    @Test func aTaskIsOnTheCaseOnItsListAndOnTheDesk() async throws {
        let empty = try await site.get("/tasks", as: .secretariat).text
        #expect(empty.contains(site.words("task.none-help.mine")))
        let refused = try await post("tasks", ["title": "", "owner": "officer", "due": "x"])
        #expect(refused.status == 422 && refused.text.contains("href=\"#give-title\""))
        #expect(refused.text.contains("href=\"#give-due\""))
        let given = try await post(
            "tasks", ["title": "Ring <nu>", "details": "Mor", "owner": "secretariat", "due": "2026-02-27"])
        #expect(given.location == "/cases/\(id)/tasks?done=task-saved")
        #expect(try await get("/tasks").contains("Ring &lt;nu&gt;"))
        for path in ["/tasks", "/"] {
            let page = try await site.get(path, as: .secretariat).text
            #expect(page.contains("Ring &lt;nu&gt;") && page.contains("badge is-overdue"), "\(path)")
            #expect(page.contains("3 dage over fristen"), "\(path)")
        }
        #expect(try await get().contains("Ring &lt;nu&gt;"))
        #expect(try await site.get("/tasks?whose=given", as: .officer).text.contains("Ring &lt;nu&gt;"))
        let due = try await site.get("/tasks?whose=given&state=done", as: .officer).text
        #expect(!due.contains("Ring &lt;nu&gt;") && due.contains(site.words("task.none-filtered")))
        // Empty fields of the filter go out of the address.
        let clean = try await site.get("/tasks?whose=given&state=&due=", as: .officer)
        #expect(clean.location == "/tasks?whose=given")
    }

    @Test func aNoteStandsOnItsTabAndItsTextsInTheHistory() async throws {
        #expect(try await get("/notes").contains(site.words("note.none-help")))
        let refused = try await post("notes", ["body": " "])
        #expect(refused.status == 422 && refused.text.contains("id=\"write-body-error\""))
        _ = try await post("notes", ["body": "Linje 1\r\nLinje <2>"])
        #expect(try await get("/notes").contains("Linje 1<br>Linje &lt;2&gt;<br>"))
        _ = try await post("notes/1/withdraw", ["revision": "1", "reason": "Forkert barn"])
        let page = try await get("/notes")
        #expect(!page.contains("Linje 1") && page.contains("Forkert barn"))
        #expect(try await get("/history?kind=note").contains("Linje 1"))
    }

    @Test func aSchemeWithoutNotesHasNoTabForThem() async throws {
        let person = try site.person("P9")
        let referral = try await site.openCase("victim-referral", fields: [:], subject: person)
        #expect(try await !site.get("/cases/\(referral)", as: .officer).text.contains("/notes\""))
        let page = try await site.get("/cases/\(referral)/notes", as: .officer)
        #expect(page.status == 200 && page.text.contains(site.words("note.not-here")))
    }

    // MARK: - History

    @Test func theHistoryIsFilteredAndPaged() async throws {
        for number in 1...60 { _ = try await post("notes", ["body": "Notat nr. \(number)."]) }
        let first = try await get("/history")
        #expect(first.contains("Notat nr. 60.") && !first.contains("Notat nr. 10."))
        #expect(first.contains("/history?page=2\""))
        #expect(try await get("/history?page=2").contains("Notat nr. 10."))
        let steps = try await get("/history?kind=step")
        #expect(!steps.contains("Notat nr.") && steps.contains(site.words("history.one")))
        for page in ["0", "-3", "9223372036854775807", "x"] {
            #expect(try await site.get("/cases/\(id)/history?page=" + page, as: .officer).status == 200)
        }
    }

    @Test func noWordIsMissingOnThePagesOfACase() async throws {
        _ = try await post("tasks", ["title": "Ring", "owner": "officer", "due": "2026-03-09"])
        _ = try await post("notes", ["body": "Et"])
        _ = try await post("owner", ["revision": "1", "owner": ""])
        let missing = #/(case-[a-z]+|task|note|history|refusal|nav)\.[a-z-]+[a-z.-]*/#
        for language in Language.allCases {
            for path in ["", "/tasks", "/notes", "/related", "/history", "/correct"] {
                let text = try await site.get("/cases/\(id)" + path, as: .officer, language: language).text
                let shown = text.replacing(#/<[^>]*>/#, with: " ")
                #expect(shown.firstMatch(of: missing).map { String($0.0) } == nil, "\(path)")
                #expect(!text.contains("{{"), "\(path)")
            }
        }
    }
}
