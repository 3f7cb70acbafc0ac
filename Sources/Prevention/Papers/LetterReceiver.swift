/// To whom a letter goes (*modtager*). What it can hold follows from that alone: see `Programme.letterFields`.
public enum LetterReceiver: String, Sendable, CaseIterable {
    /// The one whom the case is about; of a restraining order, the one who is protected.
    case subject
    /// The other one (*modparten*); of a restraining order, the one whom it is against.
    case counterpart
    /// Somebody with custody of a child (*forældremyndighedsindehaver*).
    case caregiver
    /// A citizen who is no party in the register: who has asked for an officer, or has notified.
    case citizen
    /// Another authority or body that takes part by law: municipality, board, counselling.
    case authority

    /// The party of the case that it goes to; `nil` where its name and address are typed.
    public var party: Party.Role? {
        switch self {
        case .subject: return .subject
        case .counterpart: return .counterpart
        case .caregiver: return .caregiver
        case .citizen, .authority: return nil
        }
    }

    /// Whether what others have written in the case may go along: only from one authority to another.
    public var mayReadFreeText: Bool { self == .authority }
}

/// How a letter has left (*forsendelsesmåde*).
public enum LetterChannel: String, Sendable, CaseIterable {
    case digitalPost = "digital-post"
    case letter
    /// Handed over.
    case handed
    /// Forkynt.
    case served
    /// A secure connection between authorities.
    case secureMail = "secure-mail"
}
