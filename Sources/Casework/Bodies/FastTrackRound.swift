import Prevention
import SQL
import Store

/// A question, or what was asked further, with what was answered to it: each has a clock of its own.
struct FastTrackRound {
    let askedOn: LocalDate
    /// Codes of the authorities that have answered.
    private(set) var answered: Set<String> = []
    /// When all had answered, or the asker needed no more; `nil` while somebody is missing.
    private(set) var settledOn: LocalDate?

    /// Oldest first.
    static func all(of question: StoredQuestion, _ messages: [StoredFastTrackMessage]) -> [FastTrackRound] {
        var rounds: [FastTrackRound] = []
        for message in messages {
            switch message.kind {
            case .question, .followUp, .reopen: rounds.append(FastTrackRound(askedOn: message.askedOn))
            case .answer:
                guard !rounds.isEmpty else { continue }
                rounds[rounds.count - 1].add(message, to: question)
            case .close:
                guard !rounds.isEmpty else { continue }
                rounds[rounds.count - 1].settle(on: message.at.day)
            }
        }
        return rounds
    }

    private init(askedOn: LocalDate) {
        self.askedOn = askedOn
    }

    private mutating func add(_ message: StoredFastTrackMessage, to question: StoredQuestion) {
        answered.insert(message.authority)
        if missing(from: question).isEmpty { settle(on: message.at.day) }
    }

    private mutating func settle(on day: LocalDate) {
        if settledOn == nil { settledOn = day }
    }

    /// Codes of the authorities by name that have not answered; a body has answered with its first answer.
    func missing(from question: StoredQuestion) -> [String] {
        question.parties.filter { !answered.contains($0) }
    }
}
