import Handbook
public import Prevention
import SQL
public import Store

/// A question with its clock, for one reader.
public struct QuestionLine: Sendable {
    public let question: StoredQuestion
    public let clock: FastTrackClock
    public let body: StoredBody?
    public let area: StoredFocusArea?
    /// Whether the reader's authority is to answer, or has asked.
    public let isToUs: Bool
    public let isFromUs: Bool
    /// Whether it has gone on to the reader, as the holder of the seat that overdue ones go on to.
    public let isEscalatedToUs: Bool
    public let mayAnswer: Bool
    /// Whether the reader's authority has answered what was asked last.
    public let hasAnswered: Bool
    public let mayLead: Bool
    /// Codes of the authorities asked by name that have not answered; empty where it is not open.
    public let missing: [String]
    /// The function that an overdue one goes on to: the chair of the kontaktudvalg; `nil` where there is none.
    public let escalatesTo: StoredSeat?

    /// Whether it has gone on to that function.
    public func isEscalated(on day: LocalDate) -> Bool { question.state == .open && clock.isEscalated(on: day) }
    public func isOverdue(on day: LocalDate) -> Bool { question.state == .open && clock.isOverdue(on: day) }

    init(_ question: StoredQuestion, at desk: FastTrackDesk) throws {
        let actor = desk.actor
        self.question = question
        clock = try FastTrackClock(askedOn: question.askedOn, law: desk.law)
        body = question.body.flatMap { desk.bodies[$0] }
        area = body.flatMap { desk.areas[$0.area] }
        isFromUs = question.asker == actor.authority
        isToUs = !isFromUs && desk.concerns(question)
        isEscalatedToUs = try desk.isEscalated(question)
        let round = desk.rounds(of: question).last
        missing = question.state == .open ? round?.missing(from: question) ?? [] : []
        hasAnswered = round?.answered.contains(actor.authority) ?? false
        let maySpeak = actor.may(.proposePlan) || desk.sits(in: question)
        mayAnswer = question.state != .closed && (isToUs && maySpeak || isEscalatedToUs)
        mayLead = actor.may(.editPlan) || isFromUs && actor.may(.proposePlan)
        escalatesTo = desk.escalation
    }
}

/// Lists the questions that somebody may know of, the most urgent first.
public struct ListQuestions: Sendable {
    public let states: [FastTrackState]

    public init(_ states: [FastTrackState] = FastTrackState.allCases) {
        self.states = states
    }

    public func callAsFunction(
        _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> [QuestionLine] {
        try await office.database.read { db in
            let desk = try FastTrackDesk(who.actor, office, in: db)
            return try desk.known(try FastTrackStore.questions(states, in: db)).map { try QuestionLine($0, at: desk) }
        }
    }
}

/// How many open questions wait for an authority's answer, and how many of them are overdue; for whoever holds the seat that they go
/// on to, those as well.
public struct WaitingQuestions: Sendable {
    public init() {}

    public func callAsFunction(
        _ who: Authorized<Acts.ReadPlan>, in office: Office
    ) async throws -> [QuestionLine] {
        return try await ListQuestions([.open])(who, in: office).filter { line in
            line.mayAnswer && (!line.hasAnswered && !line.isFromUs || line.isEscalatedToUs)
        }
    }
}

/// A question with what was written to it.
public struct QuestionPage: Sendable {
    public let line: QuestionLine
    public let messages: [StoredFastTrackMessage]
    /// Working days from the question to the first answer; `nil` while there is none.
    public let days: Int?
}

public struct ReadFastTrack: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound`, also for whoever may not know of it.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws -> QuestionPage {
        try await office.database.read { db in
            let desk = try FastTrackDesk(who.actor, office, of: id, in: db)
            guard let question = try FastTrackStore.question(id, in: db), try desk.knows(question) else {
                throw NotFound()
            }
            let messages = desk.messages[id] ?? []
            let answered = messages.first { $0.kind == .answer }?.at.day
            return QuestionPage(
                line: try QuestionLine(question, at: desk), messages: messages,
                days: answered.map { office.law.workingDays.count(after: question.askedAt.day, through: $0) })
        }
    }
}

/// Asks a fast-track question: to or from a municipality.
public struct AskQuestion: Sendable {
    public let title: String
    public let words: String
    /// Codes of authorities.
    public let parties: [String]
    public let body: Int64?
    public let isChecked: Bool

    public init(title: String, words: String, parties: [String], body: Int64?, isChecked: Bool) {
        self.title = title
        self.words = words
        self.parties = parties
        self.body = body
        self.isChecked = isChecked
    }

    /// - Returns: its id.
    /// - Throws: `Refused` with every reason.
    public func callAsFunction(_ who: Authorized<Acts.ProposePlan>, in office: Office) async throws -> Int64 {
        let own = who.actor.authority
        let asked = Set(parties).subtracting([own]).sorted()
        let known = Set(office.ownMunicipalityCodes + ["police"])
        var problems = PlanText.problems([("title", title, true), ("words", words, true)])
        if asked.isEmpty && body == nil || !known.isSuperset(of: asked) {
            problems.append(Refusal("fast-track.nobody", ["place": "parties"]))
        } else if body == nil, !known.contains(own) {
            problems.append(Refusal("fast-track.no-municipality", ["place": "parties"]))
        }
        try await office.checkPlanTexts(
            [PlanTyped("title", title), PlanTyped("words", words)], isConfirmed: isChecked, problems: problems,
            by: who.actor)
        let now = office.now
        return try await office.database.write { db in
            if let body {
                let found = try BodyStore.body(body, in: db)
                guard found?.isOpen ?? false else { throw Refused("fast-track.body", ["place": "body"]) }
            }
            let id = try FastTrackStore.add(
                title: title, asker: own, body: body, parties: asked, by: who.actor, at: now, in: db)
            try FastTrackStore.write(
                .question, words, to: id, askedOn: now.day, by: who.actor, at: now, in: db)
            try office.ledger.record(
                .change, .fastTrack, id: id, reason: "asked", by: who.actor, at: now, in: db)
            return id
        }
    }
}

/// Answers a question, asks further, closes it or opens it again.
public struct WriteToQuestion: Sendable {
    public let id: Int64
    public let revision: Int
    public let kind: StoredFastTrackMessage.Kind
    public let words: String
    public let isChecked: Bool

    public init(
        _ id: Int64, revision: Int, _ kind: StoredFastTrackMessage.Kind, _ words: String, isChecked: Bool = false
    ) {
        self.id = id
        self.revision = revision
        self.kind = kind
        self.words = words
        self.isChecked = isChecked
    }

    /// - Throws: `Refused` with every reason, `changed-meanwhile` among them; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReadPlan>, in office: Office) async throws {
        _ = try await office.database.read { try found(who.actor, office, $0) }
        // Only a closing may go without a word.
        try await office.checkPlanTexts(
            [PlanTyped("words", words)], isConfirmed: isChecked,
            problems: PlanText.problems([("words", words, kind != .close)]), by: who.actor)
        let now = office.now
        try await office.database.write { db in
            let question = try found(who.actor, office, db)
            let state = try next(question, who.actor, office, db)
            // Whoever asks anew starts the clock anew; an answer or a close leaves it as it ran.
            let askedOn = kind == .followUp || kind == .reopen ? now.day : question.askedOn
            guard try FastTrackStore.set(state, askedOn: askedOn, of: id, revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            try FastTrackStore.write(kind, words, to: id, askedOn: askedOn, by: who.actor, at: now, in: db)
            try office.ledger.record(
                .change, .fastTrack, id: id, reason: kind.rawValue, by: who.actor, at: now, in: db)
        }
    }

    /// One that the actor may write so to.
    private func found(_ actor: Actor, _ office: Office, _ db: any Connection) throws -> StoredQuestion {
        let desk = try FastTrackDesk(actor, office, of: id, in: db)
        guard let question = try FastTrackStore.question(id, in: db), try desk.knows(question) else { throw NotFound() }
        let line = try QuestionLine(question, at: desk)
        guard kind == .answer ? line.mayAnswer : line.mayLead else { throw Refused("fast-track.not-yours") }
        return question
    }

    /// - Throws: `Refused("fast-track.state")` where it stands elsewhere.
    private func next(
        _ question: StoredQuestion, _ actor: Actor, _ office: Office, _ db: any Connection
    ) throws -> FastTrackState {
        switch (kind, question.state) {
        case (.answer, .open):
            let desk = try FastTrackDesk(actor, office, of: id, in: db)
            // Whoever it has gone on to answers for all who have not.
            if try desk.isEscalated(question) { return .answered }
            let round = desk.rounds(of: question).last
            let missing = Set(round?.missing(from: question) ?? []).subtracting([actor.authority])
            return missing.isEmpty ? .answered : .open
        case (.answer, .answered): return .answered
        case (.followUp, .answered): return .open
        case (.close, .open), (.close, .answered): return .closed
        case (.reopen, .closed): return .open
        default: throw Refused("fast-track.state." + question.state.rawValue)
        }
    }
}
