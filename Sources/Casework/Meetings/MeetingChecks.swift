import Handbook
import Prevention
import SQL
import Store

/// What stands in the way of a step of a meeting. Items about a chair's own family are not counted to them: nothing here betrays
/// that they are there, and they hold nothing up.
extension OpenedMeeting {
    /// - Throws: `Refused` while nothing is on the agenda, an item has nobody to speak of it, its time is over, or it lies too far
    ///   ahead (`forum.agenda-ahead`).
    func checkAgenda(for sight: Sight, _ office: Office, _ db: any Connection) throws {
        guard meeting.state == .planned else { return }
        var problems: [Refusal] = []
        if meeting.endsAt <= office.now { problems.append(Refusal("meeting.over")) }
        let ahead = try office.law.value("forum.agenda-ahead", on: office.now.day)
        if meeting.startsAt.day > office.now.day + ahead {
            problems.append(Refusal("meeting.too-early", ["from": (meeting.startsAt.day + -ahead).danish]))
        }
        let items = try ItemStore.items(on: id, keys: office.keys, in: db).filter { item in
            item.state.isLive && !sight.isAboutKin(item)
        }
        if items.isEmpty { problems.append(Refusal("meeting.agenda-empty")) }
        let participants = try ParticipantStore.participants(of: items.map(\.id), in: db)
        let alone = items.filter { (participants[$0.id] ?? []).isEmpty }.map(\.number)
        if !alone.isEmpty {
            problems.append(Refusal("meeting.no-participants", ["numbers": alone.joined(separator: ", ")]))
        }
        guard problems.isEmpty else { throw Refused(problems) }
    }

    /// - Throws: `Refused` while an item has not been spoken of, or nothing is written about one that has.
    func checkMinutes(for sight: Sight, _ office: Office, _ db: any Connection) throws {
        let items = try ItemStore.items(on: id, keys: office.keys, in: db).filter { !sight.isAboutKin($0) }
        let written = try MinutesStore.items(at: id, in: db)
        let untouched = Set(try self.untouched(office, db).map(\.id))
        let unwritten = try items.filter { item in
            try !written.contains(item.id) && ItemStore.isDiscussed(item.id, at: id, in: db)
        }
        func refusal(_ code: String, _ items: [StoredItem]) -> Refusal? {
            items.isEmpty ? nil : Refusal(code, ["numbers": items.map(\.number).joined(separator: ", ")])
        }
        let problems = [
            refusal("meeting.items-open", items.filter { untouched.contains($0.id) }),
            refusal("meeting.minutes-missing", unwritten),
        ].compactMap(\.self)
        guard problems.isEmpty else { throw Refused(problems) }
    }

    /// A meeting whose agenda is out is not put off for ever, nor is one of which something is written.
    ///
    /// - Throws: `Refused`: `meeting.state`, `meeting.written`, `meeting.day-taken`, `meeting.too-late`, those of `time`.
    func checkMove(to time: MeetingTime, _ office: Office, _ db: any Connection) throws -> (from: Instant, to: Instant)
    {
        guard meeting.state.takesItems else { throw Refused("meeting.state." + meeting.state.rawValue) }
        try requireUnwritten(db)
        let span = try time.checked(in: meeting.forum, .forums, except: id, office, db)
        if let sentOn = meeting.sentAt?.day {
            let latest = sentOn + (try office.law.value("forum.agenda-ahead", on: sentOn))
            if span.from.day > latest { throw Refused("meeting.too-late", ["latest": latest.danish]) }
        }
        return span
    }

    /// - Throws: `Refused("meeting.written")` where somebody has written down what it did.
    func requireUnwritten(_ db: any Connection) throws {
        if try ItemStore.isWrittenOf(id, in: db) { throw Refused("meeting.written") }
    }

    /// Those who took part and have not answered to the minutes, but for whoever approves them: account names.
    func unanswered(but chair: Actor, _ keys: KeyRing, _ db: any Connection) throws -> [String] {
        let answered = try MinutesStore.answers(to: id, keys: keys, in: db).map(\.account)
        return try RoomStore.attendees(of: id, db).filter { $0 != chair.name && !answered.contains($0) }
    }

    /// - Throws: `Refused`: `meeting.objections`, `meeting.answers-missing`.
    func checkApproval(
        despiteObjections: Bool, withoutAnswers: Bool, by chair: Actor, _ office: Office, _ db: any Connection
    ) throws {
        let answers = try MinutesStore.answers(to: id, keys: office.keys, in: db)
        let objections = answers.count { !$0.isApproved }
        let missing = try unanswered(but: chair, office.keys, db)
        var problems: [Refusal] = []
        if objections > 0, !despiteObjections {
            problems.append(Refusal("meeting.objections", ["count": String(objections)]))
        }
        if answers.isEmpty || !missing.isEmpty, !withoutAnswers {
            problems.append(Refusal("meeting.answers-missing", ["count": String(missing.count)]))
        }
        guard problems.isEmpty else { throw Refused(problems) }
    }
}

extension Sight {
    /// Whether an item is about the reader or their own family.
    func isAboutKin(_ item: StoredItem) -> Bool { item.person.map(isKin) ?? false }
}
