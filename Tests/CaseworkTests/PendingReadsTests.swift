import Prevention
import Store
import Synchronization
import Testing

@testable import Casework

/// An answer is handed over only when the log holds what was read for it.
@Suite struct PendingReadsTests {
    private struct Lost: Error {}

    @Test func theAnswerWaitsForItsEntries() async throws {
        let isWritten = Mutex(false)
        let answer = try await PendingReads.settled {
            try await PendingReads.commit {
                await Task.yield()
                isWritten.withLock { $0 = true }
            }
            return "page"
        }
        #expect(answer == "page" && isWritten.withLock { $0 })
    }

    @Test func whatCannotBeLoggedIsNotAnswered() async {
        await #expect(throws: Lost.self) {
            try await PendingReads.settled {
                try await PendingReads.commit { throw Lost() }
                return "page"
            }
        }
        // Outside an answer, nothing is handed over before.
        await #expect(throws: Lost.self) { try await PendingReads.commit { throw Lost() } }
    }

    @Test func anAnswerThatFailsWaitsToo() async {
        let isWritten = Mutex(false)
        await #expect(throws: NotFound.self) {
            try await PendingReads.settled {
                try await PendingReads.commit { isWritten.withLock { $0 = true } }
                throw NotFound()
            }
        }
        #expect(isWritten.withLock { $0 })
    }

    @Test func aPageIsLoggedWhenItIsThere() async throws {
        let test = try TestOffice()
        let person = try test.person("P1")
        let who = try test.may(Acts.FindPersons.self, as: .officer)
        _ = try await PendingReads.settled {
            try await ReadPerson(person, purpose: Purpose(.caseWork))(who, in: test.office)
        }
        #expect(try test.logged(.person, person) == ["read case"])
    }
}
