/// The cases that somebody may know of. What is outside looks as if it did not exist: in pages, lists, counts, searches,
/// suggestions, exports and figures.
public struct CaseScope: Sendable, Hashable {
    /// What narrows a grant; `nil` = nothing does.
    public struct Limit: Sendable, Hashable {
        /// Codes, sorted.
        public var municipalities: [String]?
        /// Codes, sorted.
        public var stages: [String]?
        /// Account name.
        public var owner: String?
        /// Row ids, sorted: those that have been opened to somebody for a meeting.
        public var cases: [Int64]?

        /// Every case of the programmes.
        public static let none = Limit()

        /// Whether it takes in all cases that stand so, whoever they belong to.
        public var isShared: Bool { owner == nil && cases == nil }

        /// - Parameter id: of the case; 0 for one that there is not yet.
        public func allows(_ id: Int64, municipality: String, stage: Stage, owner: String) -> Bool {
            (municipalities?.contains(municipality) ?? true) && (stages?.contains(stage.code) ?? true)
                && (self.owner.map { $0 == owner } ?? true) && (cases?.contains(id) ?? true)
        }
    }

    /// Programmes that are limited alike.
    public struct Grant: Sendable, Hashable {
        /// Codes, in the order of the catalogue.
        public let programmes: [String]
        public let limit: Limit
    }

    public let grants: [Grant]

    public init(of actor: Actor) {
        self.init(Catalogue.all.map { ($0, $0.limits(for: actor)) })
    }

    /// The part in one programme.
    public init(of actor: Actor, in programme: Programme) {
        self.init([(programme, programme.limits(for: actor))])
    }

    private init(_ limits: [(programme: Programme, limits: Set<Limit>)]) {
        var programmes: [Limit: [String]] = [:]
        var order: [Limit] = []
        for (programme, limits) in limits {
            // One grant without limits makes the others of the programme say nothing.
            for limit in limits.contains(.none) ? [.none] : limits {
                if programmes[limit] == nil { order.append(limit) }
                programmes[limit, default: []].append(programme.code)
            }
        }
        grants = order.map { Grant(programmes: programmes[$0] ?? [], limit: $0) }
    }

    /// What waits unopened for a municipality (*indbakke*): the cases that go to where their subject lives, in their first
    /// stage. It names nobody, and is asked for by the inbox alone; until one is opened it lies in nobody's scope there.
    public static func inbox(of municipalities: Set<String>) -> CaseScope {
        CaseScope(
            Catalogue.all.filter(\.goesToAddress).map { programme in
                (
                    programme,
                    [Limit(municipalities: municipalities.sorted(), stages: [programme.firstStage.code], owner: nil)]
                )
            })
    }

    /// The cases in which a municipality may have been asked for something as the owner of a place. Read for those orders alone, by
    /// the people who answer them; in nobody's scope besides.
    public static func orders(of municipality: String) -> CaseScope {
        CaseScope([(.insecurity, [Limit(municipalities: [municipality])])])
    }

    /// Some cases of a programme, by row id. It is for one who has been given them in person, beside what is theirs by role.
    public static func only(_ cases: [Int64], of programme: Programme) -> CaseScope {
        var limit = Limit()
        limit.cases = cases.sorted()
        return CaseScope([(programme, Set([limit]))])
    }

    /// Codes of the programmes within, wholly or in part, in the order of the catalogue.
    public var programmes: [String] {
        let within = Set(grants.flatMap(\.programmes))
        return Catalogue.all.map(\.code).filter { within.contains($0) }
    }

    /// The one municipality that all of it lies in; `nil` where there are more.
    public var onlyMunicipality: String? {
        guard let first = grants.first?.limit.municipalities, first.count == 1,
            grants.allSatisfy({ $0.limit.municipalities == first })
        else { return nil }
        return first.first
    }

    /// What lies in this or in another.
    public func joined(with other: CaseScope) -> CaseScope {
        CaseScope(
            Catalogue.all.map { programme in
                (programme, Set(limits(of: programme.code) + other.limits(of: programme.code)))
            })
    }

    /// The part of it in which somebody's role takes steps.
    public func handled(by actor: Actor) -> CaseScope {
        CaseScope(
            Catalogue.all.filter { $0.isHandled(by: actor) }.map { programme in
                (programme, Set(limits(of: programme.code)))
            })
    }

    /// The part of it that may be spoken of where others might read it: no sealed programme.
    public var withoutSealed: CaseScope {
        CaseScope(Catalogue.all.filter { !$0.isSealed }.map { ($0, Set(limits(of: $0.code))) })
    }

    /// Whether any of the programme's cases may lie within.
    public func contains(_ programme: Programme) -> Bool {
        grants.contains { $0.programmes.contains(programme.code) }
    }

    /// Whether a case that stands so lies within.
    ///
    /// - Parameter id: of the case; 0 for one that there is not yet.
    public func contains(
        _ programme: Programme, id: Int64 = 0, municipality: String, stage: Stage, owner: String
    ) -> Bool {
        limits(of: programme.code).contains { $0.allows(id, municipality: municipality, stage: stage, owner: owner) }
    }

    /// Whether all cases of the programme lie within, or all those of a municipality.
    public func containsAll(_ programme: Programme, of municipality: String?) -> Bool {
        limits(of: programme.code).contains { limit in
            guard limit.stages == nil, limit.isShared else { return false }
            guard let own = limit.municipalities else { return true }
            return municipality.map { own.contains($0) } ?? false
        }
    }

    private func limits(of programme: String) -> [Limit] {
        grants.filter { $0.programmes.contains(programme) }.map(\.limit)
    }
}

extension Programme {
    /// Whether somebody outside the police, with whom a case is shared, may not learn yet who takes part in it.
    public func hidesPersons(of file: CaseFile, from actor: Actor) -> Bool {
        guard actor.kind != .police else { return false }
        let own = shares.filter { actor.holds(any: [$0.role]) }
        return !own.isEmpty
            && own.allSatisfy { share in share.namesWith.map { (file.fields[$0] ?? "").isEmpty } ?? false }
    }

    /// As far as somebody may know of its cases; empty for not at all.
    fileprivate func limits(for actor: Actor) -> Set<CaseScope.Limit> {
        if actor.emergency != nil, actor.may(.breakGlass), !isSealed { return [.none] }
        return Set(actor.effectiveRoles.compactMap { limit(for: $0, actor) })
    }

    private func limit(for role: Role, _ actor: Actor) -> CaseScope.Limit? {
        guard role.permissions.contains(.workCases) else { return nil }
        var limit = CaseScope.Limit.none
        switch role.isLocal ? actor.area : .district {
        case .district:
            // Without an island there is nothing that a parish officer sees.
            if role == .parishOfficer { return nil }
        case .municipalities(let codes): limit.municipalities = codes.sorted()
        case .nowhere: return nil
        }
        if let share = shares.first(where: { $0.role == role }) {
            limit.stages = share.during.map(\.code).sorted()
            if share.isOwnOnly { limit.owner = actor.name }
            if share.isOnAgenda { limit.cases = actor.agenda.sorted() }
            return limit
        }
        return isOpen(to: role) ? limit : nil
    }

    /// Whether a role of the police knows of it.
    private func isOpen(to role: Role) -> Bool {
        guard role.authorities == [.police], role != .parishOfficer else { return false }
        switch visibility {
        case .caseworkers: return true
        case .handlers: return openedBy.contains(role) || transitions.contains { $0.by.contains(role) }
        case .sealed: return role.permissions.contains(.workSealed)
        }
    }
}

/// The persons in the register that somebody may know of.
public enum PersonScope: Sendable, Hashable {
    case everybody
    /// Only those who take part in cases within.
    case parties(CaseScope)

    public init(of actor: Actor) {
        let isPolice = actor.kind == .police && actor.may(.findPersons)
        self = isPolice ? .everybody : .parties(CaseScope(of: actor))
    }
}
