import Prevention
import SQL
import Store

/// What decides who may know of fast-track questions and answer them, read once for however many there are.
struct FastTrackDesk {
    let actor: Actor
    let law: LawBook
    let today: LocalDate
    let bodies: [Int64: StoredBody]
    let areas: [Int64: StoredFocusArea]
    /// Filled today, by body.
    private let seats: [Int64: [StoredSeat]]
    /// By question, oldest first.
    let messages: [Int64: [StoredFastTrackMessage]]
    /// The function that overdue questions go on to: the chair of the kontaktudvalg; `nil` where there is none.
    let escalation: StoredSeat?

    /// - Parameter question: the only one that is asked about; `nil` for all.
    init(_ actor: Actor, _ office: Office, of question: Int64? = nil, in db: any Connection) throws {
        self.actor = actor
        law = office.law
        let today = office.now.day
        self.today = today
        let all = try BodyStore.bodies(in: db)
        bodies = Dictionary(all.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        areas = Dictionary(
            try FocusAreaStore.all(in: db).map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        let filled = Dictionary(grouping: try BodyStore.seats(in: db).filter { $0.seat.sits(on: today) }, by: \.body)
        seats = filled
        messages = Dictionary(grouping: try FastTrackStore.messages(of: question, in: db), by: \.question)
        let committee = all.first { $0.isOpen && $0.kindCode == BodyKind.contactCommittee.code }
        escalation = committee.flatMap { filled[$0.id] }?.first { $0.seat.post == .chair }
    }

    /// Those that the actor may know of.
    func known(_ questions: [StoredQuestion]) throws -> [StoredQuestion] { try questions.filter(knows) }

    /// Whether the actor may know of it: whoever asked, those whom it concerns, and the secretariat. To all others it does not exist.
    func knows(_ question: StoredQuestion) throws -> Bool {
        try actor.may(.editPlan) || actor.authority == question.asker || concerns(question) || isEscalated(question)
    }

    /// Whether it lies with the actor as the one that overdue questions go on to, or they have answered it as that.
    func isEscalated(_ question: StoredQuestion) throws -> Bool {
        guard let seat = escalation?.seat, seat.isHeld(by: actor) else { return false }
        if question.state == .open {
            return try FastTrackClock(askedOn: question.askedOn, law: law).isEscalated(on: today)
        }
        return (messages[question.id] ?? []).contains { $0.actor == actor.name }
    }

    /// Whether it was asked to the actor's authority, by name or as one of the body's.
    func concerns(_ question: StoredQuestion) -> Bool {
        if question.parties.contains(actor.authority) { return true }
        return filled(of: question).contains {
            $0.seat.authority == actor.authority || $0.seat.isHeld(by: actor)
        }
    }

    /// Whether the actor sits in the body that it was asked to.
    func sits(in question: StoredQuestion) -> Bool { filled(of: question).contains { $0.seat.isHeld(by: actor) } }

    func rounds(of question: StoredQuestion) -> [FastTrackRound] {
        FastTrackRound.all(of: question, messages[question.id] ?? [])
    }

    private func filled(of question: StoredQuestion) -> [StoredSeat] { question.body.flatMap { seats[$0] } ?? [] }
}
