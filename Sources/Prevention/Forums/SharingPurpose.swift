/// Why somebody takes out what was shared: asked before every export, and in the log (retshåndhævelsesloven § 24).
public enum SharingPurpose: String, Sendable, CaseIterable {
    /// Somebody has asked what was given out about them (*indsigt*).
    case access
    /// Something in it is wrong and is to be set right (*berigtigelse*).
    case correction
    /// The authority looks at its own practice, or is looked at (*tilsyn*).
    case supervision
    case caseWork = "case"
    case forumItem = "forum-item"
    case other
    /// Offered so that the answer is clear: what is shared under § 115 is never for it (stk. 2).
    case investigation

    /// Why it cannot be done for that; `nil` where it may.
    public func refusal(_ explanation: String) -> Refusal? {
        switch self {
        case .investigation: return Refusal("purpose-investigation")
        case .other: return explanation.allSatisfy(\.isWhitespace) ? Refusal("purpose-explanation") : nil
        case .access, .correction, .supervision, .caseWork, .forumItem: return nil
        }
    }
}
