import Prevention
import SQL
import Store
import Testing

@testable import Casework

@Suite struct ReadingTests {
    let test: TestOffice

    init() throws {
        test = try TestOffice()
    }

    @Test func readingLogsTheCaseAndEverybodyInIt() async throws {
        let id = try await test.youth()
        let view = try await test.read(id, as: .leader)
        let child = try #require(view.file.subject?.person)
        #expect(try test.logged(.caseFile, id).last == "read " + view.row.number)
        #expect(try test.logged(.person, child) == ["collect ukn", "read " + view.row.number])
    }

    @Test func onlyTheStepsOfTheRoleAreOffered() async throws {
        let id = try await test.youth()
        #expect(try await test.read(id).steps.map(\.to.code) == ["screened-out", "assessed"])
        #expect(try await test.read(id, as: .leader).steps.isEmpty)
    }

    @Test(arguments: CaseQuery.Order.allCases)
    func pagesOfAListFollowInOrder(order: CaseQuery.Order) async throws {
        for number in 0..<35 {
            let day = test.now.day + -(number / 4) * 3
            _ = try await test.open("officer-request", fields: ["kind": "other"], at: day.description)
        }
        var query = CaseQuery(order: order)
        var rows: [CaseRow] = []
        repeat {
            let list = try await ListCases(query, limit: 10)(
                try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
            #expect(list.count == CaseCount(cases: 35, isCapped: false))
            rows += list.rows
            query.after = list.next
        } while query.after != nil
        #expect(Set(rows.map(\.id)).count == 35 && rows.count == 35)
        for (one, other) in zip(rows, rows.dropFirst()) {
            let (first, second) = order.isDescending ? (other, one) : (one, other)
            switch order.column {
            case .opened: #expect((first.openedOn, first.id) < (second.openedOn, second.id))
            case .stage: #expect((first.stageOn, first.id) < (second.stageOn, second.id))
            case .number: #expect(first.id < second.id)
            case .due: #expect(try (#require(first.dueAt), first.id) < (#require(second.dueAt), second.id))
            }
        }
    }

    @Test func theDeskTellsWhatIsLateFromWhatIsNear() async throws {
        let late = try await test.open("officer-request", fields: ["kind": "other"], at: "2026-01-05")
        let near = try await test.open("officer-request", fields: ["kind": "other"], at: "2026-02-20", as: .secretariat)
        let far = try await test.open("officer-request", fields: ["kind": "other"], at: "2026-03-01")
        let desk = try await ReadDesk()(TestOffice.actor(.officer), in: test.office)
        #expect(desk.overdue.map(\.id) == [late] && desk.overdueCount == 1)
        #expect(desk.dueSoon.map(\.id) == [near] && desk.dueSoonCount == 1)
        #expect(desk.mine.map(\.id) == [far, late])
        #expect(desk.openHits == nil)
        #expect(try await ReadDesk()(TestOffice.actor(.screener), in: test.office).openHits == 0)
    }

    @Test func theBoardCountsEveryStage() async throws {
        let programme = try #require(Catalogue.programme("officer-request"))
        for _ in 0..<10 { _ = try await test.open("officer-request", fields: ["kind": "other"]) }
        let columns = try await ReadBoard(programme)(try test.may(Acts.WorkCases.self, as: .officer), in: test.office)
        #expect(columns.map(\.stage) == programme.stages)
        #expect(columns[0].count == 10 && columns[0].rows.count == 8)
        #expect(columns.dropFirst().allSatisfy { $0.count == 0 && $0.rows.isEmpty })
    }

    @Test func anUnexplainedPurposeOpensNobody() async throws {
        let who = try test.may(Acts.FindPersons.self, as: .officer)
        let id = try test.person("P-9")
        let codes = try await refusals {
            _ = try await ReadPerson(id, purpose: Purpose(.other))(who, in: test.office)
        }
        #expect(codes == ["purpose-explanation"])
        #expect(try test.logged(.person, id) == [])
        _ = try await ReadPerson(id, purpose: Purpose(.other, explanation: "Aktindsigt"))(who, in: test.office)
        #expect(try test.logged(.person, id) == ["read other: Aktindsigt"])
    }

    @Test func numbersThatAreTriedLeaveATrace() async throws {
        let who = try test.may(Acts.WorkCases.self, as: .officer)
        let id = try test.person("P-9")
        for text in ["610101-1236", "P-10"] {
            let codes = try await refusals { _ = try await IdentifyPerson(text)(who, in: test.office) }
            #expect(codes == ["unknown-person"])
        }
        #expect(try await IdentifyPerson("P-9")(who, in: test.office) == id)
        let searches = try Logged.all(in: test.database).filter { $0.action == "search" }.map(\.reason)
        #expect(searches == ["case: 610101-1236", "case: P-10", "case: P-9"])
        #expect(try test.logged(.person, id) == ["read case: P-9"])
    }

    @Test func aPurposeIsAskedBeforeASearchAndLoggedWithIt() async throws {
        let who = try test.may(Acts.FindPersons.self, as: .officer)
        let id = try test.person("P-9")
        let codes = try await refusals {
            _ = try await FindPersons("Person", purpose: Purpose(.other))(who, in: test.office)
        }
        #expect(codes == ["purpose-explanation"])
        let found = try await FindPersons("Person", purpose: Purpose(.caseWork))(who, in: test.office)
        #expect(found.map(\.id) == [id])
        #expect(try test.logged(.person, id).first?.hasPrefix("read case") == true)
        let searches = try Logged.all(in: test.database).filter { $0.action == "search" }
        #expect(searches.count == 1)
    }
}
