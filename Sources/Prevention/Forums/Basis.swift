/// What the sharing of a piece of information rests on (*hjemmel*). Whoever may get it follows from that.
public enum Basis: String, Sendable, CaseIterable {
    /// Retsplejeloven § 115, stk. 1, nr. 1: the cooperation of schools, social services and police (*SSP*).
    case ssp = "rpl115-1"
    /// Retsplejeloven § 115, stk. 1, nr. 2: police, social services and psychiatry for socially exposed persons (*PSP*).
    case psp = "rpl115-2"
    /// Retsplejeloven § 115, stk. 1, nr. 3: prison service, social services and police for those who are released (*KSP*).
    case ksp = "rpl115-3"
    /// Almenboligloven § 63 d: criminal decisions, to a housing association.
    case housing = "abl63d"
    /// The consent of the person (*samtykke*).
    case consent
    /// Sundhedsloven § 43: what a hospital knows, for another purpose than treatment.
    case health = "sul43"
    /// A notice of concern to the municipality (*underretning*, barnets lov §§ 132-133).
    case notification
    /// What the municipality tells a professional who has notified it: whether an investigation or a measure has begun
    /// (*tilbagemelding*, barnets lov §§ 132-137).
    case feedback

    /// Those that § 115 gives. What is shared on them is never for the investigation of criminal cases (stk. 2), and nobody has
    /// a duty to share it (stk. 4).
    public static let section115: [Basis] = [.ssp, .psp, .ksp]

    public var isSection115: Bool { Basis.section115.contains(self) }

    /// The kinds of authority among which it lets information pass; `nil` where it does not say. Self-governing institutions
    /// with public tasks stand beside the authorities of § 115 (stk. 3).
    ///
    /// - Parameter hasAssessment: whether somebody has written down why nr. 2 reaches the prison service, which it does not
    ///   name.
    func circle(hasAssessment: Bool) -> Set<Authority.Kind>? {
        switch self {
        case .ssp: return [.police, .municipality, .institution]
        case .psp:
            let named: Set<Authority.Kind> = [.police, .municipality, .psychiatry, .institution]
            return hasAssessment ? named.union([.prisonService]) : named
        case .ksp: return [.police, .municipality, .prisonService, .institution]
        case .housing, .consent, .health, .notification, .feedback: return nil
        }
    }

    /// Whether it lets `giver` hand something to `recipient`.
    public func lets(
        _ giver: Authority.Kind, giveTo recipient: Authority.Kind, hasAssessment: Bool = false
    ) -> Bool {
        if let circle = circle(hasAssessment: hasAssessment) {
            return circle.contains(giver) && circle.contains(recipient)
        }
        switch self {
        case .housing: return giver == .police && recipient == .housing
        case .health: return giver == .hospital && (recipient == .police || recipient == .municipality)
        case .notification: return recipient == .municipality
        case .feedback: return giver == .municipality && recipient == .police
        case .consent, .ssp, .psp, .ksp: return true
        }
    }
}
