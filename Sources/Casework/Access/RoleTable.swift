public import Handbook
import Prevention

/// What each role may do and which cases it sees, in words, made from the policies themselves.
public struct RoleTable: Sendable {
    public struct Line: Sendable {
        public let role: String
        public let authorities: [String]
        public let permissions: [String]
        /// A programme with what narrows it, one each.
        public let cases: [String]
    }

    public let lines: [Line]

    /// - Parameter showsSealed: for those who may know that there are sealed programmes; of the others neither the role, the
    ///   right nor the programmes are there.
    public init(_ words: Words, showsSealed: Bool) {
        lines = Role.allCases.filter { showsSealed || !$0.permissions.contains(.workSealed) }.map { role in
            Line(
                role: words("role." + role.rawValue),
                authorities: Authority.Kind.allCases.filter { role.authorities.contains($0) }
                    .map { words("authority-kind." + $0.rawValue) },
                permissions: Permission.allCases.filter { role.permissions.contains($0) }
                    .map { words("permission." + $0.rawValue) },
                cases: RoleTable.cases(role, words))
        }
    }

    /// As somebody sees them who holds the role in a unit with an area of its own.
    private static func cases(_ role: Role, _ words: Words) -> [String] {
        let kind = Authority.Kind.allCases.first { role.authorities.contains($0) }
        let holder = Actor(
            name: "", displayName: "", authority: "", roles: [role], kind: kind, area: .municipalities([""]))
        let open = Catalogue.all.filter { !$0.isSealed }.map(\.code)
        return CaseScope(of: holder).grants.flatMap { grant in
            var limits = [grant.limit.municipalities == nil ? words("roles.district") : words("roles.area")]
            if grant.limit.owner != nil { limits.append(words("roles.own")) }
            if grant.limit.cases != nil { limits.append(words("roles.opened")) }
            let programmes = grant.programmes.filter { open.contains($0) }
            let sealed = grant.programmes.filter { !open.contains($0) }
            let isAll = programmes == open && grant.limit.stages == nil
            let named =
                (isAll ? [words("roles.all")] : programmes.map { name($0, grant.limit.stages, words) })
                + sealed.map { name($0, nil, words) }
            return named.map { $0 + " (" + limits.joined(separator: ", ") + ")" }
        }
    }

    private static func name(_ code: String, _ stages: [String]?, _ words: Words) -> String {
        let name = words("programme.\(code).name")
        guard let stages, let programme = Catalogue.programme(code) else { return name }
        let shown = programme.stages.filter { stages.contains($0.code) }
            .map { words.name("stage", $0.code, of: programme) }.joined(separator: ", ")
        return words("roles.stages", ["programme": name, "stages": shown])
    }

    /// For the documentation.
    public var markdown: String {
        let rows = lines.map { line in
            "| \(line.role) | \(line.authorities.joined(separator: ", ")) | \(RoleTable.list(line.permissions)) "
                + "| \(RoleTable.list(line.cases)) |"
        }
        return (["| Role | Works for | May | Sees cases of |", "|---|---|---|---|"] + rows).joined(separator: "\n")
            + "\n"
    }

    private static func list(_ items: [String]) -> String {
        items.isEmpty ? "nothing" : items.joined(separator: "; ")
    }
}
