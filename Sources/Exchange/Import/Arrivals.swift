import Prevention
import SQL
import Store

/// Says whom a row without an id is about: a registered person, perhaps one, or nobody who was known.
final class Arrivals {
    /// The record that the row is said of, and whether its part in the incident waits until somebody has decided who it is.
    struct Settled {
        let person: SaidPerson
        let isHeld: Bool
    }

    private let db: any Connection
    private let context: ImportContext
    private let method: ArrivalMethod
    private let finder: ArrivalFinder
    private let part: any PreparedStatement

    /// `nil` where the run has no such rows.
    init?(_ db: any Connection, _ context: ImportContext) throws {
        guard let method = context.arrivals else { return nil }
        self.db = db
        self.context = context
        self.method = method
        finder = try ArrivalFinder(db, keys: context.keys)
        part = try db.prepare("SELECT 1 FROM incident_person WHERE incident_id = ? AND person_id = ? LIMIT 1")
    }

    /// - Parameters:
    ///   - incident: in which the person took part.
    ///   - name: of the report and the part in it; the record that it makes is called so.
    func settle(_ reported: PersonFacts, in incident: Int64, named name: String) throws -> Settled {
        let candidates = try finder.candidates(for: reported)
        let matches = method.matcher.matches(
            of: reported, among: candidates.facts, person: candidates.persons, registered: method.registered)
        switch ArrivalVerdict(matches, isLearned: method.isLearned, method.thresholds) {
        case .certain(let match):
            let known = SaidPerson(candidates.records[match.index], person: candidates.persons[match.index])
            // A report that says what another has said before is of the same record.
            let isRepeated =
                candidates.areReported[match.index] && candidates.facts[match.index].saysNoMore(than: reported)
            let isHeld = try isHeld(known)
            if isRepeated {
                try countLink(match)
                return Settled(person: known, isHeld: isHeld)
            }
            // Whoever is in doubt is nobody to be certain about; and two in one incident are seldom one person.
            if try isHeld || takesPart(known, in: incident) { return try hold(reported, [match], candidates, name) }
            try countLink(match)
            return Settled(person: try link(reported, match, known, name), isHeld: false)
        case .doubtful(let matches): return try hold(reported, matches, candidates, name)
        case .new:
            let missed = matches.reduce(method.matcher.unseen(reported)) { $0 + $1.probability }
            try count {
                $0.fresh = 1
                $0.missed = min(missed, 1)
            }
            return Settled(person: SaidPerson(try insert(reported, name), person: nil), isHeld: false)
        }
    }

    private func isHeld(_ known: SaidPerson) throws -> Bool {
        try !MatchStore.areHeld(IdentityStore.records(of: known.person, in: db), in: db).isEmpty
    }

    private func takesPart(_ known: SaidPerson, in incident: Int64) throws -> Bool {
        try part.first([.integer(incident), .integer(known.person)]) { _ in true } ?? false
    }

    /// A record of its own, in doubt with each of those who may be meant.
    private func hold(
        _ reported: PersonFacts, _ matches: [ArrivalMatcher.Match], _ candidates: ArrivalCandidates, _ name: String
    ) throws -> Settled {
        let record = try insert(reported, name)
        for match in matches {
            try MatchStore.add(
                record, candidates.records[match.index], origin: .import, probability: match.probability,
                evidence: match.evidence, import: context.importID, at: context.startedAt, in: db)
        }
        // What is said of it would tell where somebody protected lives.
        if matches.contains(where: { candidates.areProtected[$0.index] }) { try IdentityStore.settle(record, in: db) }
        try count { $0.doubtful = 1 }
        return Settled(person: SaidPerson(record, person: nil), isHeld: true)
    }

    /// By a record of its own, so that the link can be undone.
    private func link(
        _ reported: PersonFacts, _ match: ArrivalMatcher.Match, _ known: SaidPerson, _ name: String
    ) throws -> SaidPerson {
        let record = try insert(reported, name)
        let outcome = try IdentityStore.merge(
            record, known.record, how: .import, probability: match.probability, words: "", by: context.actor,
            at: context.startedAt, in: db)
        if case .merged(let merge) = outcome {
            try context.ledger.record(
                [record, known.person].map { LedgerEntry(.combine, .person, id: $0, reason: "merge \(merge)") },
                by: context.actor, at: context.startedAt, in: db)
            // Its birth date may be the one that deadlines and hits follow from.
            try context.followIdentity(of: record, in: db)
        }
        return SaidPerson(record, person: try IdentityStore.person(of: record, in: db))
    }

    private func countLink(_ match: ArrivalMatcher.Match) throws {
        try count {
            $0.linked = 1
            $0.wrong = 1 - match.probability
        }
    }

    private func insert(_ reported: PersonFacts, _ name: String) throws -> Int64 {
        try ArrivalStore.insert(
            reported, named: name, source: context.source, import: context.importID, keys: context.keys, in: db)
    }

    private func count(_ change: (inout MatchTally) -> Void) throws {
        var tally = MatchTally()
        change(&tally)
        try MatchStore.add(tally, of: context.importID, in: db)
    }
}

extension PersonFacts {
    /// Whether every word of it is said there as well.
    fileprivate func saysNoMore(than other: PersonFacts) -> Bool {
        var (own, other) = (self, other)
        // A report says nothing of sex; the number may be known by its hash alone.
        (own.sex, other.sex) = ("", "")
        if own.number.isEmpty { other.number = "" }
        return own == other
    }
}
