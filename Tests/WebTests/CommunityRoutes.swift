import Casework
import Prevention

@testable import Web

/// What the routes of local work answer in the matrix of permissions: there is no insecurity case and no delivery, and one focus
/// area (`PlanRoutes`).
enum CommunityRoutes {
    /// The addresses of a route, and whether what they lead to is there for the actor; `nil` for other routes.
    static func cases(_ method: String, _ path: String, _ actor: Actor) -> [(path: String, isThere: Bool)]? {
        let parts = ["{municipality}": "253", "{area}": "1", "{kind}": "ssp", "{id}": "1", "{number}": "1"]
        let filled = parts.reduce(path) { $0.replacing($1.key, with: $1.value) }
        if path.hasPrefix("/community/{municipality}/page") {
            let onlyLeads = method == "GET" && (path.hasSuffix("/publish") || path.hasSuffix("/withdraw"))
            return [
                (filled, onlyLeads || actor.mayObserve(in: "253")),
                (filled.replacing("253", with: "101"), false),
            ]
        }
        switch path {
        case "/community/{municipality}": return [(filled, true), (filled.replacing("253", with: "101"), false)]
        case "/community/walks/{id}/{number}", "/community/orders/{id}/{number}",
            "/community/orders/{id}/{number}/letter":
            return [(filled, false)]
        case "/indicators/deliveries/{id}", "/indicators/deliveries/{id}/rejects.csv": return [(filled, false)]
        default:
            guard path.hasPrefix("/mapping/") else { return nil }
            return [(filled, true), (filled.replacing("/mapping/1/", with: "/mapping/9/"), false)]
        }
    }
}
