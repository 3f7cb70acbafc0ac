import Handbook
public import Prevention
import SQL
import Store

/// Plans one meeting of a forum (*møde*).
public struct PlanMeeting: Sendable {
    public let forum: Int64
    public let time: MeetingTime

    public init(in forum: Int64, _ time: MeetingTime) {
        self.forum = forum
        self.time = time
    }

    /// - Returns: the id of the meeting.
    /// - Throws: `Refused` with every reason; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> Int64 {
        let now = office.now
        return try await office.writing(forum: forum, as: who) { db, opened in
            try opened.requireChair()
            let id = try time.plan(in: forum, .forums, by: who.actor, office, db)
            let entry = LedgerEntry(.change, .meeting, id: id, reason: "planned " + (time.day?.description ?? ""))
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Plans a series of meetings (*mødekadence*): the days are shown before they are saved.
public struct PlanSeries: Sendable {
    public let forum: Int64
    private let dates: SeriesDates

    public init(in forum: Int64, _ dates: SeriesDates) {
        self.forum = forum
        self.dates = dates
    }

    /// The days on which it would meet, for the chair to look at; nothing is saved.
    ///
    /// - Throws: `Refused` with every reason; `NotFound`.
    public func preview(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> [SeriesDates.Day] {
        try await office.reading(forum: forum, as: who) { db, opened in
            try opened.requireChair()
            return try dates.days(of: forum, .forums, office, db)
        }
    }

    /// - Returns: how many meetings were planned.
    /// - Throws: `Refused` with every reason; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.WorkForums>, in office: Office) async throws -> Int {
        try await office.writing(forum: forum, as: who) { db, opened in
            try opened.requireChair()
            return try dates.plan(in: forum, .forums, log: .meeting, by: who.actor, office, db)
        }
    }
}
