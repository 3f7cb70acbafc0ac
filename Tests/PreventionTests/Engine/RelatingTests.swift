import Testing

@testable import Prevention

/// Which case may be tied to which other, by kind, programme and stage.
@Suite struct RelatingTests {
    private func one(
        _ id: Int64, _ programme: Programme, _ stage: Stage, _ ties: Set<RelatableCase.Tie> = []
    ) -> RelatableCase {
        RelatableCase(id: id, number: "N-\(id)", programme: programme, stage: stage, ties: ties)
    }

    private func code(_ one: RelatableCase, _ kind: CaseRelation, _ other: RelatableCase) -> String? {
        Engine.refusal(relating: one, kind, to: other)?.code
    }

    @Test func onlyACaseOfTheSameProgrammeRenewsADecisionThatIsThere() {
        let new = one(1, .restrainingOrder, "enquiry")
        for stage in Programme.restrainingOrder.stages {
            let isThere = ["served", "active", "expired"].contains(stage)
            #expect(code(new, .renews, one(2, .restrainingOrder, stage)) == (isThere ? nil : "relation-no-renewal"))
        }
        #expect(code(one(1, .safetyFollowUp, "planned"), .renews, one(2, .restrainingOrder, "active")) != nil)
        #expect(code(one(1, .safetyFollowUp, "planned"), .renews, one(2, .safetyFollowUp, "planned")) != nil)
    }

    @Test func anOrderHangsUnderOneOpenClusterAlone() {
        let cluster = one(9, .protectionCluster, "agreed")
        #expect(code(one(1, .restrainingOrder, "active"), .cluster, cluster) == nil)
        #expect(code(one(1, .safetyFollowUp, "planned"), .cluster, cluster) == "order.no-order")
        #expect(code(one(1, .restrainingOrder, "active"), .cluster, one(2, .restrainingOrder, "active")) != nil)
        let closed = one(9, .protectionCluster, "closed")
        #expect(code(one(1, .restrainingOrder, "active"), .cluster, closed) == "order.cluster-closed")
        let gathered = one(1, .restrainingOrder, "active", [.init(.cluster, 8)])
        #expect(code(gathered, .cluster, cluster) == "order.gathered")
    }

    @Test func nothingIsTiedTwiceNorToItself() {
        let (first, second) = (one(1, .safetyFollowUp, "planned"), one(2, .safetyFollowUp, "planned"))
        for kind in CaseRelation.free { #expect(code(first, kind, second) == nil && code(first, kind, first) != nil) }
        let tied = one(1, .safetyFollowUp, "planned", [.init(.concerns, 2), .init(.follows, 2)])
        #expect(
            code(tied, .concerns, second) == "related-already" && code(second, .concerns, tied) == "related-already")
        // Who follows whom is said from one side.
        #expect(code(tied, .follows, second) == "related-already" && code(second, .follows, tied) == nil)
        #expect(Set(CaseRelation.free) == [.follows, .refers, .concerns])
    }
}
