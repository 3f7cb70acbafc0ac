import Handbook
import Prevention
import Store

/// How long what lies in forums may be read, by the rules in force today.
extension Office {
    /// What was shared for a meeting that ended before this closes by itself (`forum.window`), counted in whole days.
    var forumsOpenSince: Instant {
        get throws {
            let today = now.day
            return Instant(startOf: today + -(try law.value("forum.window", on: today)))
        }
    }

    /// For how long after its end a meeting leaves open what was shared, in milliseconds.
    var forumWindow: Int64 {
        get throws { now.milliseconds - (try forumsOpenSince).milliseconds }
    }

    /// Somebody who asks for records of sharings.
    func reader(_ actor: Actor) throws -> DisclosureReader {
        DisclosureReader(actor, openSince: try forumsOpenSince)
    }

    /// Whether participants may still read an item: a closed one for a time (`forum.closed-reading`), to see what was agreed.
    func isForParticipants(_ item: StoredItem) throws -> Bool {
        guard let closedOn = item.closedAt?.day, !item.state.isLive else { return true }
        return now.day <= closedOn.adding(months: try law.value("forum.closed-reading", on: closedOn))
    }
}
