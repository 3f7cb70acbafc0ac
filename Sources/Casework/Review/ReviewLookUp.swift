public import Prevention
import SQL
public import Store

/// The look-ups of a month that the actor may review, and how far each month has come.
public struct ListReviews: Sendable {
    public let month: ReviewMonth
    public let state: StoredReview.State?

    public init(_ month: ReviewMonth, state: StoredReview.State?) {
        self.month = month
        self.state = state
    }

    public struct Found: Sendable {
        public let reviews: [StoredReview]
        public let counts: [ReviewCount]
    }

    public func callAsFunction(_ who: Authorized<Acts.ReviewLog>, in office: Office) async throws -> Found {
        let (name, sealed) = (who.actor.name, who.actor.may(.workSealed))
        return try await office.database.read { db in
            Found(
                reviews: try ReviewStore.reviews(month: month.text, state: state, to: name, sealed: sealed, in: db),
                counts: try ReviewStore.counts(to: name, sealed: sealed, in: db))
        }
    }
}

/// A look-up with what its page shows.
public struct ReviewView: Sendable {
    public let review: StoredReview
    public let entry: StoredEntry
    /// What was written then; empty for nothing.
    public let words: String
    /// `nil` where the person has been deleted since.
    public let person: PersonView?
}

/// Opens a look-up to review it; logged about the person, as any other read.
public struct ReadReview: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` for one's own, and for a sealed one outside the actor's scope.
    public func callAsFunction(_ who: Authorized<Acts.ReviewLog>, in office: Office) async throws -> ReviewView {
        let (name, sealed) = (who.actor.name, who.actor.may(.workSealed))
        return try await office.reading(as: who.actor) { db, sight in
            guard let review = try ReviewStore.review(id, to: name, sealed: sealed, in: db) else { throw NotFound() }
            return try ReviewView.load(review, sight, office, db)
        }
    }
}

extension ReviewView {
    static func load(
        _ review: StoredReview, _ sight: Sight, _ office: Office, _ db: any Connection
    ) throws -> (ReviewView, [LedgerEntry]) {
        guard let entry = try LedgerReading.entry(review.entry, in: db) else { throw NotFound() }
        let found = try entry.entityID.flatMap { try PersonStore.person($0, in: db) }
        // Nobody is shown their own family, nor reviews look-ups of it; but asked about one, they can answer.
        let isAsked = review.actor == sight.actor.name
        if !isAsked { try sight.checkKin(found.map { [$0.id] } ?? []) }
        let person = found.flatMap { sight.isKin($0.id) ? nil : $0 }
        let view = ReviewView(
            review: review, entry: entry, words: try office.ledger.words(entry.sealedWords),
            person: person.map(sight.view))
        let entries = [
            LedgerEntry(.review, .person, id: entry.entityID, reason: "entry \(entry.id)", isSealed: entry.isSealed)
        ]
        return (view, entries)
    }
}

/// Attests a look-up, asks whoever did it why, or finds it to be misuse.
public struct DecideReview: Sendable {
    public let id: Int64
    /// `.attested`, `.questioned` or `.misuse`.
    public let state: StoredReview.State
    public let note: String

    public init(_ id: Int64, _ state: StoredReview.State, note: String) {
        self.id = id
        self.state = state
        self.note = note
    }

    /// - Throws: `Refused`: `review-choice`, `review-note` without words where they are needed, `review-done`; `NotFound`.
    public func callAsFunction(_ who: Authorized<Acts.ReviewLog>, in office: Office) async throws {
        guard [.attested, .questioned, .misuse].contains(state) else { throw Refused("review-choice") }
        guard state == .attested || !note.isEmpty else { throw Refused("review-note") }
        let now = office.now
        let (name, sealed) = (who.actor.name, who.actor.may(.workSealed))
        try await office.writing(as: who.actor) { db, sight in
            guard let review = try ReviewStore.review(id, to: name, sealed: sealed, in: db) else { throw NotFound() }
            try sight.checkKin([try LedgerReading.entry(review.entry, in: db)?.entityID].compactMap(\.self))
            guard !review.state.isDone, !(review.state == .questioned && state == .questioned),
                try ReviewStore.set(id, from: review.state, to: state, by: name, note: note, at: now, in: db)
            else { throw Refused("review-done") }
            try NoticeStore.markRead(.answer, about: id, of: name, at: now, in: db)
            if state == .questioned, let account = try AccountStore.account(named: review.actor, in: db) {
                try NoticeStore.add(.question, about: id, to: account.id, at: now, in: db)
            }
            let entry = LedgerEntry(
                .review, .entry, id: review.entry, reason: state.rawValue, words: note, isSealed: review.isSealed)
            try office.ledger.record([entry], by: who.actor, at: now, in: db)
        }
    }
}

/// Reads a question that one has been asked about a look-up of one's own.
public struct ReadQuestion: Sendable {
    public let id: Int64

    public init(_ id: Int64) {
        self.id = id
    }

    /// - Throws: `NotFound` where nobody has asked the actor.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws -> ReviewView {
        try await office.reading(as: actor) { db, sight in
            guard let review = try ReviewStore.question(id, to: actor.name, in: db) else { throw NotFound() }
            return try ReviewView.load(review, sight, office, db)
        }
    }
}

/// Answers why one has looked somebody up.
public struct AnswerQuestion: Sendable {
    public let id: Int64
    public let answer: String

    public init(_ id: Int64, _ answer: String) {
        self.id = id
        self.answer = answer
    }

    /// - Throws: `Refused("review-answer")` without words; `NotFound` where nobody has asked, or it is answered already.
    public func callAsFunction(_ actor: Actor, in office: Office) async throws {
        guard !answer.isEmpty else { throw Refused("review-answer") }
        let now = office.now
        try await office.database.write { db in
            guard let review = try ReviewStore.question(id, to: actor.name, in: db),
                try ReviewStore.answer(id, answer, at: now, in: db)
            else { throw NotFound() }
            try NoticeStore.markRead(.question, about: id, of: actor.name, at: now, in: db)
            if let reviewer = try AccountStore.account(named: review.reviewer, in: db) {
                try NoticeStore.add(.answer, about: id, to: reviewer.id, at: now, in: db)
            }
            let entry = LedgerEntry(
                .review, .entry, id: review.entry, reason: "answered", words: answer, isSealed: review.isSealed)
            try office.ledger.record([entry], by: actor, at: now, in: db)
        }
    }
}
