/// How a case is tied to another (*tilknyttet sag*). It is said of the case that came later, or that is a part of the other:
/// a follow-up *follows* the case that led to it.
public enum CaseRelation: String, Sendable, CaseIterable {
    /// The case follows up on the other (*følger op på*).
    case follows
    /// The case is a referral that the other has led to (*er henvist fra*).
    case refers
    /// The case is a new decision in place of the other's, which runs out (*fornyer*).
    case renews
    /// The case is treated as a part of the other (*hører under*), such as a restraining order within a cluster.
    case cluster
    /// The cases are about the same matter (*vedrører*).
    case concerns

    /// Whether it is made by an act of its own, on the page of the orders, and not offered where cases are tied freely.
    public var hasOwnAct: Bool { self == .renews || self == .cluster }

    /// Those that are offered where cases are tied freely.
    public static var free: [CaseRelation] { allCases.filter { !$0.hasOwnAct } }

    /// Whether it says the same from both sides.
    public var isMutual: Bool { self == .concerns }
}
