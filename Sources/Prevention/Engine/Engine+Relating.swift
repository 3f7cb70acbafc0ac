/// A case as far as a tie to it is judged: no person is named.
public struct RelatableCase: Sendable, Hashable {
    public let id: Int64
    /// `UKN-2026-000123`, for the words of a refusal.
    public let number: String
    public let programme: Programme
    public let stage: Stage
    /// The ties in force that are said of it, by the id of the other case.
    public let ties: Set<Tie>

    public struct Tie: Sendable, Hashable {
        public let kind: CaseRelation
        public let other: Int64

        public init(_ kind: CaseRelation, _ other: Int64) {
            self.kind = kind
            self.other = other
        }
    }

    public init(id: Int64, number: String, programme: Programme, stage: Stage, ties: Set<Tie>) {
        self.id = id
        self.number = number
        self.programme = programme
        self.stage = stage
        self.ties = ties
    }

    public static func == (one: RelatableCase, other: RelatableCase) -> Bool { one.id == other.id }

    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension Engine {
    /// What is wrong with saying `kind` of `one` about `other`; `nil` where nothing is.
    ///
    /// Only a case of the same programme renews another, in the stages in which that may be followed by a new decision. A case
    /// hangs under another only where that one's programme gathers it, while that is open, and under one alone.
    public static func refusal(relating one: RelatableCase, _ kind: CaseRelation, to other: RelatableCase) -> Refusal? {
        guard one.id != other.id else { return Refusal("unknown-case", ["value": other.number]) }
        if one.ties.contains(.init(kind, other.id)) || kind.isMutual && other.ties.contains(.init(kind, one.id)) {
            return Refusal("related-already", ["value": other.number])
        }
        switch kind {
        case .follows, .refers, .concerns:
            return nil
        case .renews:
            let isRenewable =
                one.programme.code == other.programme.code
                && other.programme.renewedFrom.contains(other.stage)
            return isRenewable ? nil : Refusal("relation-no-renewal", ["value": other.number])
        case .cluster:
            guard other.programme.gathers.contains(one.programme.code) else {
                return Refusal(
                    other.programme.gathers.isEmpty ? "relation-no-cluster" : "order.no-order",
                    ["value": other.programme.gathers.isEmpty ? other.number : one.number])
            }
            if other.programme.isEnd(other.stage) { return Refusal("order.cluster-closed") }
            let isGathered = one.ties.contains { $0.kind == .cluster }
            return isGathered ? Refusal("order.gathered", ["value": one.number]) : nil
        }
    }
}
