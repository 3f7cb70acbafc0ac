/// Whoever acts: a signed-in user, or the operating-system user at the command line.
public struct Actor: Sendable, Hashable {
    /// Account name, as logged.
    public let name: String
    public let displayName: String
    /// Code of the authority that they work for.
    public let authority: String
    /// Code of the unit within it; empty for none.
    public let unit: String
    public let roles: Set<Role>
    /// What kind of authority it is; `nil` for one that is not known, and then no role counts.
    public private(set) var kind: Authority.Kind?
    public private(set) var area: Area
    /// They themselves in the register, so that they cannot look up their own family.
    public var person: Int64?
    /// The emergency access that they have open now (*nødadgang*).
    public var emergency: Int64?
    /// Cases that are open to them now because they take part in an item about them (*dagsorden*).
    public var agenda: Set<Int64> = []

    /// Somebody who is not placed yet, and so may do nothing.
    public init(name: String, displayName: String, authority: String, unit: String = "", roles: Set<Role>) {
        self.init(
            name: name, displayName: displayName, authority: authority, unit: unit, roles: roles, kind: nil,
            area: .nowhere)
    }

    public init(
        name: String, displayName: String, authority: String, unit: String = "", roles: Set<Role>,
        kind: Authority.Kind?, area: Area
    ) {
        self.name = name
        self.displayName = displayName
        self.authority = authority
        self.unit = unit
        self.roles = roles
        self.kind = kind
        self.area = area
    }

    /// The same, placed where their authority and unit work; nowhere, where the authority is unknown.
    public func placed(in authority: Authority?) -> Actor {
        var actor = self
        actor.kind = authority?.kind
        actor.area = .nowhere
        guard let authority else { return actor }
        let places = authority.unit(unit).map {
            $0.municipalities.isEmpty ? authority.municipalities : $0.municipalities
        }
        if !unit.isEmpty, places == nil { return actor }
        let codes = places ?? authority.municipalities
        actor.area = codes.isEmpty ? .district : .municipalities(Set(codes))
        return actor
    }

    /// The roles that count: those that people of such an authority may hold.
    public var effectiveRoles: Set<Role> {
        roles.filter { role in kind.map { role.authorities.contains($0) } ?? false }
    }

    /// The municipality in which all of their work lies, where there is only one.
    public var onlyMunicipality: String? {
        guard case .municipalities(let codes) = area, codes.count == 1, effectiveRoles.allSatisfy(\.isLocal) else {
            return nil
        }
        return codes.first
    }

    public func holds(any wanted: [Role]) -> Bool {
        let held = effectiveRoles
        return wanted.contains { held.contains($0) }
    }

    public func may(_ permission: Permission) -> Bool {
        if let kinds = permission.authorities, !(kind.map { kinds.contains($0) } ?? false) { return false }
        return effectiveRoles.contains { $0.permissions.contains(permission) }
    }
}
