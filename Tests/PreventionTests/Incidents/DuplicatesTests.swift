import Testing

@testable import Prevention

@Suite struct DuplicatesTests {
    @Test func resolvesChainsToTheFirstReport() {
        let duplicates = Duplicates(pointers: [3: 2, 2: 1, 5: 3])
        #expect([1, 2, 3, 5, 9].map { duplicates.root(of: $0) } == [1, 1, 1, 1, 9])
        #expect(duplicates.warnings == [])
    }

    @Test func voidsAPointerToAnUnknownIncident() {
        let duplicates = Duplicates(pointers: [2: nil, 3: 2])
        #expect(duplicates.root(of: 2) == 2)
        #expect(duplicates.root(of: 3) == 2)
        #expect(duplicates.warnings == [.unknown(incident: 2)])
    }

    @Test func voidsEveryPointerOfACircleButNoneThatLeadsToIt() {
        let duplicates = Duplicates(pointers: [1: 2, 2: 3, 3: 1, 4: 2, 5: 4, 6: 6])
        #expect([1, 2, 3, 4, 5, 6].map { duplicates.root(of: $0) } == [1, 2, 3, 2, 2, 6])
        #expect(
            duplicates.warnings == [
                .circular(incident: 1), .circular(incident: 2), .circular(incident: 3), .circular(incident: 6),
            ])
    }

    @Test func followsALongChainWithoutRecursion() {
        var pointers: [Int64: Int64?] = [:]
        for id in Int64(2)...100_000 { pointers[id] = .some(id - 1) }
        #expect(Duplicates(pointers: pointers).root(of: 100_000) == 1)
    }
}
