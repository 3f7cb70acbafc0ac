import Casework
import Handbook
import Prevention

/// Where somebody comes to a named person from what names nobody: the one place that knows where an item is opened for a forum
/// (retsplejelovens § 115).
enum ForumDoor {
    /// The schemes whose forums take up persons, that the actor may open a case of.
    static func links(for actor: Actor, _ words: Words) -> [(label: String, href: String)] {
        [Programme.sspCourse, .pspK].filter { $0.mayBeOpened(by: actor) && actor.may(.workCases) }.map { programme in
            let name = words("programme.\(programme.code).name")
            return (words("trend.open-item", ["programme": name]), "/cases/new/" + programme.code)
        }
    }

    /// Where somebody who has been selected is proposed to the practice group.
    static func proposal(ofCase id: Int64) -> String {
        "/cases/\(id)"
    }
}
