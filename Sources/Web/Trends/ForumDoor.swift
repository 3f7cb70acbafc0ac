import Casework
import Handbook
import Prevention

/// Where somebody comes to a named person from what names nobody: the one place that knows where an item is opened in a forum
/// (retsplejelovens § 115).
enum ForumDoor {
    /// The forums of somebody who may take part in any: there is no other way from a trend to a person.
    static func links(for actor: Actor, _ words: Words) -> [(label: String, href: String)] {
        actor.may(.workForums) ? [(words("trend.open-item"), "/forums")] : []
    }

    /// Where somebody who has been selected is proposed to the practice group.
    static func proposal(ofCase id: Int64) -> String {
        "/cases/\(id)/forums"
    }
}
