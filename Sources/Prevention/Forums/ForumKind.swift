/// A kind of forum in which authorities meet (*forum*): who sits in it, what it speaks of, and on what basis they share.
///
/// Each file of this folder defines those of one cooperation. The words for its codes are in the locales under `forum.<code>`.
public struct ForumKind: Sendable {
    /// What its items are about.
    public enum About: Sendable, Hashable {
        /// A person each; what is shared is recorded.
        case persons
        /// Themes and trends, never anybody (*temaer*): no name, no number.
        case themes
    }

    /// Stable: addresses use it.
    public let code: String
    /// Short, upper-case: the start of its items' numbers, `PSP-D-2026-14`.
    public let prefix: String
    public let about: About
    /// What its members share on, the usual one first; empty where they speak of nobody.
    public let bases: [Basis]
    /// The kinds of authority whose people may be members.
    public let authorities: Set<Authority.Kind>
    /// Who may lead it (*formand*).
    public let chairs: [Role]
    /// Whether each municipality has its own; the others are the district's.
    public let isLocal: Bool
    /// Codes of the programmes whose cases it takes up.
    public let programmes: [String]
    /// Stages in which a case is not taken up yet: who is only followed stays with the police.
    public let keepsOut: Set<Stage>
    /// How often it meets, if nobody says otherwise.
    public let rhythm: Recurrence.Rhythm

    public init(
        code: String, prefix: String, about: About, bases: [Basis], authorities: Set<Authority.Kind>, chairs: [Role],
        isLocal: Bool, programmes: [String] = [], keepsOut: Set<Stage> = [], rhythm: Recurrence.Rhythm
    ) {
        self.code = code
        self.prefix = prefix
        self.about = about
        self.bases = bases
        self.authorities = authorities
        self.chairs = chairs
        self.isLocal = isLocal
        self.programmes = programmes
        self.keepsOut = keepsOut
        self.rhythm = rhythm
    }

    public var isAboutPersons: Bool { about == .persons }

    /// Every kind, in the order in which they are shown.
    public static let all: [ForumKind] = [
        .ssp, .sspDistrict, .pspK, .psychiatry, .ksp, .koegeModel,
    ]

    public static func kind(_ code: String) -> ForumKind? {
        all.first { $0.code == code }
    }

    /// Whether a sharing with the prison service may need a written assessment of nr. 2, which does not name it.
    public var needsAssessment: Bool { authorities.contains(.prisonService) && bases.contains(.psp) }

    /// Whether somebody's authority and roles let them be a member.
    public func mayHave(_ actor: Actor) -> Bool {
        actor.may(.workForums) && (actor.kind.map { authorities.contains($0) } ?? false)
    }

    /// Whether they may sit in the one of a municipality: of a local kind, where they work there.
    ///
    /// - Parameter municipality: code; empty for one of the whole district.
    public func mayHave(_ actor: Actor, in municipality: String) -> Bool {
        mayHave(actor) && (!isLocal || actor.area.contains(municipality))
    }

    /// Whether somebody may lead it.
    public func mayBeLed(by actor: Actor) -> Bool {
        mayHave(actor) && actor.holds(any: chairs)
    }
}

extension ForumKind {
    /// The basis on which `giver` may share with each of `recipients`: the first of the forum's that reaches it, so that one
    /// sharing may need several records. Recipients whom none reaches are left out of the answer.
    ///
    /// - Parameters:
    ///   - kinds: the kind of each authority, by code.
    ///   - hasAssessment: whether the item carries a written assessment of nr. 2 for the prison service.
    public func suggestedBases(
        from giver: Authority.Kind, to recipients: some Sequence<String>, kinds: [String: Authority.Kind],
        hasAssessment: Bool
    ) -> [(basis: Basis, authorities: [String])] {
        var found: [Basis: [String]] = [:]
        for authority in Set(recipients).sorted() {
            guard let kind = kinds[authority] else { continue }
            // What nr. 3 covers by its own words needs no assessment of nr. 2.
            let basis =
                bases.first { $0.lets(giver, giveTo: kind) }
                ?? bases.first { $0.lets(giver, giveTo: kind, hasAssessment: hasAssessment) }
            if let basis { found[basis, default: []].append(authority) }
        }
        return bases.compactMap { basis in found[basis].map { (basis, $0) } }
    }
}
