import Testing

@testable import Prevention

@Suite struct RivalsTests {
    @Test func ofTwoThatContradictOneAnotherOneIsMeant() {
        let changes = Rivals.lowered([5, 3]) { _, _ in -20 }
        // Against nobody, and against the other: log(1 + e^3), log(1 + e^5).
        #expect(abs(changes[0] + 3.0486) < 0.001 && abs(changes[1] + 5.0067) < 0.001)
    }

    @Test func twoThatMayBeOneDoNotLowerEachOther() {
        #expect(Rivals.lowered([5, 3]) { _, _ in 0 } == [0, 0])
    }

    @Test func theSurestOfManyStays() {
        let odds = [12.0, 4, 4, 4, 4, 4, 4, 4]
        let changes = Rivals.lowered(odds) { _, _ in -30 }
        #expect(odds[0] + changes[0] > 6)
        #expect(odds[1] + changes[1] < -5)
    }

    @Test func onlyTheRivalsOfOneRecordAreWeighed() {
        // 0 and 1 are rivals for 2; 3 and 4 have nothing to do with them.
        let pairs = [(a: 0, b: 2, odds: 5.0), (a: 1, b: 2, odds: 5.0), (a: 3, b: 4, odds: 2.0)]
        let weighed = Rivals.weighed(pairs, count: 5) { _, _ in -30 }
        #expect(weighed[0] < 0.1 && weighed[1] < 0.1 && weighed[2] == 2)
    }

    @Test func aThirdRecordTiesTwo() {
        #expect(Triangles.joint(-2, 8, 8) > 5, "little against two sure ones")
        #expect(Triangles.joint(-30, 8, 8) < -5, "a plain contradiction holds")
        #expect(Triangles.joint(-2, 1, 1) < 0, "weak bridges carry nothing")
        let closed = Triangles.closed([(a: 0, b: 1, odds: 9), (a: 1, b: 2, odds: 9)]) { _, _ in -1 }
        #expect(closed.map { [$0.a, $0.b] } == [[0, 1], [0, 2], [1, 2]])
    }

    @Test func aChainOfContradictionsIsNoCluster() {
        let pairs = [(0, 1), (1, 2), (3, 4)].map { Linkage.Pair(a: $0.0, b: $0.1, probability: 0.9) }
        #expect(Clusters.of(pairs) { _, _ in false } == [[0, 1, 2], [3, 4]])
        #expect(Clusters.of(pairs) { Set([$0, $1]) == [0, 2] } == [[0, 1], [3, 4]])
        #expect(Clusters.of([]) { _, _ in false }.isEmpty)
    }
}
