import Foundation
import Prevention
import SQL
import Store
import Testing

@testable import Casework

/// Repeated contact in the incidents that PSP-K monitors, and what is decided on it.
@Suite struct ContactTests {
    private let test: TestOffice
    private let office: Office

    init() throws {
        test = try TestOffice()
        try test.addAccounts()
        office = test.office
    }

    private func may(_ role: Role = .secretariat) throws -> Authorized<Acts.MonitorContacts> {
        try test.may(Acts.MonitorContacts.self, as: role)
    }

    @discardableResult
    private func incident(
        _ id: String, day: String, type: String = "mental-distress", sameAs: String? = nil,
        _ persons: [(Int64, IncidentRole)]
    ) throws -> Int64 {
        try test.database.blockingWrite { db in
            let at = Instant(day + "T12:00") ?? TestOffice.start
            let row =
                try db.insert(
                    """
                    INSERT INTO incident (source_id, external_id, occurred_at, day, type, municipality, place, summary,
                        same_as, fingerprint, import_id)
                    VALUES (1, \(id), \(at.milliseconds), \(day), \(type), '259', 'Torvet', 'Råb', \(sameAs), 7, 0)
                    RETURNING id
                    """) ?? 0
            for (person, role) in persons {
                try db.execute(
                    """
                    INSERT INTO incident_person (incident_id, role, person_id, described, import_id)
                    VALUES (\(row), \(role.rawValue), \(person), '', 0)
                    """)
            }
            return row
        }
    }

    /// Three incidents in the period; the last one on `last`.
    @discardableResult
    private func contacts(_ person: Int64, _ prefix: String, last: String = "2026-03-01") throws -> [Int64] {
        try ["2026-01-10", "2026-02-10", last].enumerated().map { number, day in
            try incident("\(prefix)-\(number)", day: day, [(person, .involved)])
        }
    }

    private func list(
        _ role: Role = .secretariat, period: ContactPeriod? = nil, municipality: String? = nil,
        order: ListContacts.Order = .latest, notNow: Bool = false
    ) async throws -> [ContactLine] {
        try await ListContacts(
            period ?? office.contactPeriod(), municipality: municipality, order: order, showsNotNow: notNow)(
                may(role), in: office
            ).lines
    }

    @Test func onlyRepeatedContactIsListedByTheLatestDay() async throws {
        let (one, two, three) = (
            try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1980-01-01"),
            try test.person("P3", born: "1980-01-01")
        )
        try contacts(one, "A", last: "2026-02-20")
        try contacts(two, "B", last: "2026-03-02")
        try incident("B-3", day: "2026-02-11", type: "suicide-threat", [(two, .suspect)])
        // Two are not repeated contact, and other types and roles are not counted.
        try incident("C-0", day: "2026-02-10", [(three, .involved)])
        try incident("C-1", day: "2026-02-11", [(three, .charged)])
        try incident("C-2", day: "2026-02-12", type: "theft", [(three, .suspect)])
        try incident("C-3", day: "2026-02-13", [(three, .victim)])
        let lines = try await list()
        #expect(lines.map(\.person.id) == [two, one])
        #expect(lines[0].contact.count == 4 && lines[1].contact.count == 3)
        #expect(lines[0].types.map(\.type) == ["mental-distress", "suicide-threat"])
        #expect(lines[0].types.map(\.count) == [3, 1])
        // Each was in the log before the page was.
        #expect(try test.logged(.person, one) == ["read psp-k contacts"])
        #expect(try test.logged(.person, three) == [])
    }

    /// One report told of them twice, as one record for certain and as another in doubt: the certain part counts.
    @Test func aHeldPartOfAnotherRecordTakesNothingFromACertainOne() async throws {
        let (one, other) = (try test.person("P1", born: "1980-01-01"), try test.person("R1", born: "1980-01-01"))
        for number in 1...3 {
            try incident("A-\(number)", day: "2026-02-1\(number)", [(one, .involved), (other, .involved)])
        }
        try test.database.blockingWrite { db in
            try IncidentStore.hold(true, partsOf: other, in: db)
            _ = try IdentityStore.merge(
                one, other, how: .hand, probability: nil, words: "x", by: TestOffice.actor(.leader), at: test.now,
                in: db)
        }
        #expect(try await list().map(\.contact.count) == [3])
        let day = try #require(LocalDate("2026-02-01"))
        func monitored() throws -> [[MonitoredIncident.Participant]] {
            try test.database.blockingRead {
                try IncidentStore.monitored(types: ["mental-distress"], from: day, to: day + 28, in: $0)
            }.map(\.participants)
        }
        #expect(try monitored().map(\.count) == [1, 1, 1])
        _ = try test.database.blockingWrite { try $0.execute("UPDATE incident_person SET held = 1") }
        #expect(try await list().isEmpty)
        #expect(try monitored().map(\.count) == [0, 0, 0])
    }

    /// The first and the last day of the period count; the days around them do not.
    @Test func thePeriodIncludesItsEnds() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        let period = ContactPeriod(
            from: try #require(LocalDate("2026-01-10")), through: try #require(LocalDate("2026-03-01")))
        try contacts(person, "A")
        #expect(try await list(period: period).count == 1)
        let later = ContactPeriod(from: period.from + 1, through: period.through)
        #expect(try await list(period: later).isEmpty)
        let earlier = ContactPeriod(from: period.from, through: period.through + -1)
        #expect(try await list(period: earlier).isEmpty)
    }

    /// A report that repeats another is the same contact; whoever stands only in the repeated report was there too.
    @Test func duplicateReportsCountOnce() async throws {
        let (one, two) = (try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1980-01-01"))
        for number in 0..<3 {
            try incident("A-\(number)", day: "2026-02-1\(number)", [(one, .involved)])
            // Of another day and type, and by a chain: it counts as what it repeats.
            try incident(
                "B-\(number)", day: "2024-02-01", type: "other", sameAs: "A-\(number)",
                [(one, .suspect), (two, .involved)])
            try incident("C-\(number)", day: "2026-02-1\(number)", sameAs: "B-\(number)", [(one, .involved)])
        }
        try incident("D", day: "2026-02-20", sameAs: "nowhere", [(one, .involved), (one, .suspect)])
        let lines = try await list()
        let counts = Dictionary(uniqueKeysWithValues: lines.map { ($0.person.id, $0.contact.count) })
        #expect(counts == [one: 4, two: 3])
        let types = lines.first { $0.person.id == one }?.types.map(\.count)
        #expect(types == [4], "the page of a line counts as the list does")
    }

    @Test func childrenAreNotListed() async throws {
        let (grown, child, leap) = (
            try test.person("P1", born: "2008-03-02"), try test.person("P2", born: "2008-03-03"),
            try test.person("P3", born: "2008-02-29")
        )
        for (number, person) in [grown, child, leap].enumerated() { try contacts(person, "A\(number)") }
        #expect(try await Set(list().map(\.person.id)) == [grown, leap])
    }

    @Test func protectedPersonsAreMaskedAndNotPickedByMunicipality() async throws {
        let (open, hidden) = (
            try test.person("P1", born: "1980-01-01"), try test.person("P2", born: "1980-01-01", protected: true)
        )
        try contacts(open, "A")
        try contacts(hidden, "B")
        let lines = try await list(order: .name)
        #expect(lines.map(\.person.id) == [open, hidden], "those without a name to show come last")
        #expect(lines[1].person.name == nil && lines[1].person.municipality == nil)
        #expect(try await list(municipality: "259").map(\.person.id) == [open])
        #expect(try await list(municipality: "253").isEmpty)
    }

    @Test func ownFamilyIsNotListedNorDecidedOn() async throws {
        let own = try test.person("P1", born: "1980-01-01")
        let other = try test.person("P2", born: "1980-01-01")
        try contacts(own, "A")
        try contacts(other, "B")
        var actor = TestOffice.actor(.secretariat)
        actor.person = own
        let who = try Policy.authorize(actor, Acts.MonitorContacts.self)
        let period = try office.contactPeriod()
        #expect(try await ListContacts(period)(who, in: office).lines.map(\.person.id) == [other])
        let codes = try await refusals {
            _ = try await SelectContact(own, in: period, by: "Kim", reason: "x")(who, in: office)
        }
        #expect(codes == ["own-family"])
        #expect(try test.logged(.person, own) == ["read refused own-family"])
    }

    @Test func aSelectionOpensTheCaseAndTiesTheIncidents() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        let incidents = try contacts(person, "A")
        let period = try office.contactPeriod()
        let before = try test.footprint()
        let missing = try await refusals {
            _ = try await SelectContact(person, in: period, by: "", reason: "")(may(.officer), in: office)
        }
        #expect(missing == ["field-required", "field-required"])
        #expect(try test.footprint() == before, "nothing half-done stays")
        let id = try await SelectContact(person, in: period, by: "Kim Holm", reason: "Intet netværk")(
            may(.officer), in: office)
        let view = try await test.read(id)
        #expect(view.opened.file.stage == "selected" && view.opened.file.municipality == "259")
        #expect(view.opened.file.events.map(\.kind) == [.entered("monitored"), .entered("selected")])
        #expect(view.opened.file.fields["selected_by"] == "Kim Holm")
        let tied = try test.database.blockingRead { try RelationStore.incidents(of: id, in: $0).map(\.id) }
        #expect(Set(tied) == Set(incidents))
        // The case stands in the place of the choice.
        #expect(try await list().first?.openCase?.id == id)
        let again = try await refusals {
            _ = try await SelectContact(person, in: period, by: "Kim", reason: "x")(may(.officer), in: office)
        }
        #expect(again == ["psp-k.open-case"])
        #expect(try test.logged(.person, person).contains("collect psp-k"))
    }

    /// Until the last day the person is not listed; on the next they are, by themselves.
    @Test func notNowEndsByItself() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        try contacts(person, "A", last: "2026-03-02")
        try incident("A-9", day: "2026-03-02", [(person, .involved)])
        let period = try office.contactPeriod()
        func postpone(_ until: String?) async throws -> [String] {
            try await refusals {
                try await PostponeContact(person, in: period, reason: .helped, until: until.flatMap { LocalDate($0) })(
                    may(), in: office)
            }
        }
        #expect(try await postpone(nil) == ["psp-k.not-now-day"])
        #expect(try await postpone("2026-06-01") == ["psp-k.not-now-until"])
        #expect(try await postpone("2026-03-03") == [])
        #expect(try await list().isEmpty)
        #expect(try await list(notNow: true).first?.notNow?.reason == .helped)
        #expect(try test.logged(.person, person).contains("change psp-k not-now helped 2026-03-03"))
        #expect(try await !Expire().isDue(office))
        test.pass(days: 1)
        #expect(try await list().isEmpty)
        #expect(try await !Expire().isDue(office))
        test.pass(days: 1)
        #expect(try await list().map(\.person.id) == [person])
        #expect(try await Expire()(by: TestOffice.actor(.administrator), in: office) == 1)
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM not_now") } == 0)
        #expect(try await Expire()(by: TestOffice.actor(.administrator), in: office) == 0)
    }

    @Test func whoeverWasLeftOffMayBePutBackAndTakesItAlongWhenDeleted() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        try contacts(person, "A")
        let period = try office.contactPeriod()
        await #expect(throws: NotFound.self) { try await RelistContact(person, in: period)(may(), in: office) }
        let until = LocalDate("2026-03-20")
        try await PostponeContact(person, in: period, reason: .over, until: until)(may(), in: office)
        try await RelistContact(person, in: period)(may(), in: office)
        #expect(try await list().count == 1)
        try await PostponeContact(person, in: period, reason: .over, until: until)(may(), in: office)
        try await test.database.write { [office, test] db in
            try Deletion(keys: office.keys, ledger: office.ledger, by: TestOffice.actor(.secretariat), at: test.now)
                .deleteCase(0, in: db)
            try NotNowStore.delete(person, in: db)
        }
        #expect(try test.database.blockingRead { try $0.count("SELECT COUNT(*) FROM not_now") } == 0)
    }

    /// The answer to a request for access says it.
    @Test func theyAreToldThatTheyAreLeftOff() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        try contacts(person, "A")
        try await PostponeContact(
            person, in: office.contactPeriod(), reason: .nextMeeting, until: LocalDate("2026-03-20"))(may(), in: office)
        let compose = ComposeAnswer(
            scope: RightsScope(of: TestOffice.actor(.secretariat)), restrictions: [], handbook: office.handbook,
            keys: office.keys, now: test.now)
        let (answer, _, _) = try test.database.blockingRead { try compose(person, in: $0) }
        #expect(answer.notNow?.reason == "next-meeting" && answer.notNow?.until == LocalDate("2026-03-20"))
    }

    /// Nothing is written on somebody who is only followed, by whatever way; what was written keeps a selection from being
    /// undone into it.
    @Test func whoeverIsOnlyFollowedStaysMinimal() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        let id = try await test.open("psp-k", fields: [:], subject: person)
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        let before = try test.footprint()
        let notes = try await refusals { try await WriteNote(on: id, .write("Har det svært"))(who, in: office) }
        let give = WriteTask.Change.give(title: "Ring", details: "", owner: "officer", dueOn: LocalDate("2026-03-09"))
        let tasks = try await refusals { try await WriteTask(on: id, give)(who, in: office) }
        let handed = try await refusals {
            try await test.change(id, revision: 1, .assign(owner: "secretariat", message: "Se på ham"))
        }
        let closed = try await refusals {
            try await test.change(id, revision: 1, .move(to: "closed", at: nil, fields: [:], note: "Ingen indsats"))
        }
        for codes in [notes, tasks, handed, closed] { #expect(codes == ["psp-k.monitored-minimal"]) }
        #expect(try test.footprint() == before)
        let fields = ["selected_by": "Kim", "selection_reason": "Intet netværk"]
        try await test.change(id, revision: 1, .move(to: "selected", at: nil, fields: fields, note: "Drøftes torsdag"))
        let event = try #require(try await test.read(id).opened.events.max { $0.id < $1.id }?.id)
        let undone = try await refusals {
            try await test.change(id, revision: 2, .undo(event: event, reason: "Fejl"))
        }
        #expect(undone == ["content-while-followed"])
    }

    /// The retention run proposes an open case that nobody goes on with, on the day its time is over and not before.
    @Test func whoeverIsOnlyFollowedIsProposedForDeletion() async throws {
        let person = try test.person("P1", born: "1980-01-01")
        let id = try await test.open("psp-k", fields: [:], subject: person, at: "2025-09-02T09:00")
        // The newest case is never deleted: its number would be given out again.
        _ = try await test.open("psp-k", fields: [:], subject: person)
        func due(_ day: String) throws -> [Int64] {
            let asOf = try #require(LocalDate(day))
            return try test.database.blockingRead { db in
                var found: [Int64] = []
                try RetentionScan(
                    asOf: asOf, scope: RightsScope(of: TestOffice.actor(.secretariat)), law: office.law)(in: db) {
                        record, kept in
                        if record.kind == .caseFile, kept == nil { found.append(record.id) }
                    }
                return found
            }
        }
        #expect(try due("2026-03-01") == [])
        #expect(try due("2026-03-02") == [id])
    }

    /// The page says what the annual report says, once the month is over.
    @Test func thePracticeGroupsAreAsInTheReport() async throws {
        for number in 0..<7 {
            let person = try test.person("P\(number)", born: "1980-01-01")
            try contacts(person, "A\(number)")
            _ = try await SelectContact(person, in: office.contactPeriod(), by: "Kim", reason: "x")(may(), in: office)
        }
        // The month under way is not in it.
        #expect(try await ReadPracticeGroups()(may(), in: office)[0].value == .count(0))
        test.pass(days: 30)
        let own = try await ReadPracticeGroups()(may(), in: office)
        let report = try await MakeReport(year: 2026)(test.may(Acts.ReadReport.self, as: .secretariat), in: office)
        for result in own {
            let same = try #require(report.results.first { $0.figure.id == result.figure.id })
            #expect(same.value == result.value && same.breakdown.map(\.value) == result.breakdown.map(\.value))
        }
        #expect(own.map(\.figure.id) == ReadPracticeGroups.figures && own[0].value == .count(7))
    }

    /// A homeless person belongs to the group of where they were last.
    @Test func whoeverHasNoMunicipalityIsListedWhereTheyWereLast() async throws {
        let homeless = try test.person("P-none", born: "1980-01-01")
        try test.moves(homeless, to: "")
        try contacts(homeless, "N")
        #expect(try await list(municipality: "259").map(\.person.id) == [homeless])
        #expect(try await list(municipality: "253").isEmpty)
        let id = try await SelectContact(
            homeless, in: office.contactPeriod(), by: "Vagtleder", reason: "Har brug for en samlet indsats"
        )(may(), in: office)
        #expect(try await test.read(id, as: .secretariat).file.municipality == "259")
    }

    /// Somebody who has moved and is followed where the actor cannot look is not selected a second time; where, nobody is told.
    @Test func nobodyIsFollowedInTwoPlaces() async throws {
        let person = try test.person("P-moved", born: "1980-01-01")
        try contacts(person, "M")
        _ = try await OpenCase(.pspK, municipality: "326", fields: [:], parties: [(.subject, person)])(
            test.may(Acts.WorkCases.self, as: .secretariat), in: office)
        let leader = Actor(
            name: "leader-253", displayName: "", authority: "police", unit: "øst", roles: [.sectorLeader],
            kind: .police, area: .municipalities(["259"]))
        let who = try Policy.authorize(leader, Acts.MonitorContacts.self)
        let refused = try await refusals {
            _ = try await SelectContact(
                person, in: office.contactPeriod(), by: "Vagtleder", reason: "Har brug for en samlet indsats"
            )(who, in: office)
        }
        #expect(refused == ["psp-k.followed-elsewhere"])
        #expect(try test.count("SELECT COUNT(*) FROM case_file") == 1)
    }
}
