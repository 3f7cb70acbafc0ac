import Casework
import Prevention

/// | Method | Path | Policy |
/// |---|---|---|
/// | GET | /roles | signed in; sealed programmes only for those who may know of them |
enum RolePages {
    struct Row: Sendable {
        let role: String
        let authorities: [String]
        let permissions: [String]
        let hasPermissions: Bool
        let cases: [String]
        let hasCases: Bool
    }

    struct Model: Sendable {
        let rows: [Row]
    }

    static func add(to routes: RouteTable) {
        routes.get("/roles", .signedIn) { visit in
            let rows = RoleTable(visit.words, showsSealed: try visit.actor.may(.workSealed)).lines.map { line in
                Row(
                    role: line.role, authorities: line.authorities, permissions: line.permissions,
                    hasPermissions: !line.permissions.isEmpty, cases: line.cases, hasCases: !line.cases.isEmpty)
            }
            return .page("roles", Model(rows: rows))
        }
    }
}
