/// Which records of sharings somebody may know of.
public enum DisclosureScope: Sendable, Hashable {
    /// All but those of sealed cases: whoever answers for the rights of persons, and leaders.
    case everything
    /// Those that they have made or got themselves; of their authority, those of cases and items that they may open.
    case own
    /// None: whoever works with nobody's data.
    case nothing

    public init(of actor: Actor) {
        if actor.may(.giveAccess) || actor.holds(any: [.leader]) {
            self = .everything
        } else if actor.may(.workCases) || actor.may(.workForums) {
            self = .own
        } else {
            self = .nothing
        }
    }

    /// Whether somebody may list what was shared about one person: whoever answers for the rights of persons, and the police
    /// who look persons up.
    public static func mayListPerson(_ actor: Actor) -> Bool {
        actor.may(.giveAccess) || actor.may(.findPersons) && actor.kind == .police
    }
}
