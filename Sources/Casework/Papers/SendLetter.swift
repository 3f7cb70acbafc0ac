public import Prevention
import SQL
import Store

/// Records that a letter has left: from then on it is given out (*videregivet*), and the log says to whom.
public struct SendLetter: Sendable {
    public let id: Int64
    public let number: Int
    public let day: LocalDate?
    public let channel: LetterChannel?

    public init(_ id: Int64, number: Int, on day: LocalDate?, by channel: LetterChannel?) {
        self.id = id
        self.number = number
        self.day = day
        self.channel = channel
    }

    /// - Throws: `Refused` with every reason; `NotFound` where it is no letter of the case, or has been removed.
    public func callAsFunction(_ who: Authorized<Acts.WorkCases>, in office: Office) async throws {
        let now = office.now
        try await office.writing(case: id, as: who) { db, opened in
            guard let document = try DocumentStore.document(number, of: id, in: db), let letter = document.letter,
                document.removal == nil
            else { throw NotFound() }
            guard letter.sending == nil else { throw Refused("letter-sent") }
            var refusals: [Refusal] = []
            if day == nil { refusals.append(Refusal("letter-sent-on")) }
            if let day, day > now.day || day < document.addedAt.day {
                refusals.append(Refusal("letter-sent-when", ["from": document.addedAt.day.danish]))
            }
            if channel == nil { refusals.append(Refusal("letter-channel")) }
            guard let day, let channel, refusals.isEmpty else { throw Refused(refusals) }
            guard try LetterStore.send(document.id, on: day, by: channel, who.actor, at: now, in: db) else {
                throw Refused("letter-sent")
            }
            try ChangeLog.record(
                .caseFile, id: id, old: "", new: "sent \(number) \(channel.rawValue)", by: who.actor, at: now, in: db)
            let sharing = ShareFromCase(opened.file, id: id, number: opened.row.number)
            // The record of what was given out stands in the log by itself.
            let isRecorded = try sharing.share(byLetter: letter.template, on: day, who.actor, office, db)
            let entry = LedgerEntry(
                isRecorded ? .change : .disclose, .caseFile, id: id,
                reason: "letter \(number) \(letter.template) \(channel.rawValue)",
                recipient: letter.receiver.rawValue, isSealed: opened.isSealed)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }
}
