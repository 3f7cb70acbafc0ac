import Prevention
import SQL
import Store

/// Goes through the register for what is over its time on a day: what would go, and what would but is kept.
struct RetentionScan {
    let asOf: LocalDate
    let scope: RightsScope
    let law: LawBook

    /// - Parameter body: gets each record, with why it stays; `nil` where it would go. Cases first, persons after all that
    ///   keeps them.
    func callAsFunction(
        in db: any Connection, _ body: (RetentionRecord, RetentionKeeping?) throws -> Void
    ) throws {
        let keepers = try Keepers(in: db)
        var ties = try Ties(in: db)
        try RetentionReader.forEachClosedCase(of: scope.codes, in: db) { each in
            guard let record = try RetentionScan.record(each, asOf: asOf, law: law) else { return }
            let kept = keepers.reason(.caseFile, record.id)
            if kept == nil { ties.goingCases.insert(record.id) }
            try body(record, kept)
        }
        let resting = try hits(in: db, keepers, &ties, body)
        try incidents(in: db, keepers, resting, &ties, body)
        try persons(in: db, keepers, ties, body)
        let rejects = try law.rule("retention.rejects", on: asOf)
        for (run, day) in try RetentionReader.rejects(in: db) where rejects.end(from: day) <= asOf {
            try body(RetentionRecord(.rejects, run, dueOn: rejects.end(from: day), mark: 0), nil)
        }
        let shared = try law.rule("retention.disclosure", on: asOf)
        let knowsSealed = Catalogue.all.allSatisfy { scope.contains($0.code) }
        for words in try RetentionReader.sharedWords(through: shared.latestStart(endingBy: asOf), in: db)
        where knowsSealed || !words.isSealed {
            try body(
                RetentionRecord(.disclosure, words.id, dueOn: shared.end(from: words.day), mark: 0),
                keepers.reason(words))
        }
    }

    /// The case, where it is due; `nil` where it is not.
    static func record(
        _ each: RetentionReader.ClosedCase, asOf: LocalDate, law: LawBook
    ) throws -> RetentionRecord? {
        guard let retention = try CaseRetention(each.file, on: asOf, law: law), retention.dueOn <= asOf else {
            return nil
        }
        return RetentionRecord(
            .caseFile, each.file.id, programme: each.file.programme.code, number: each.number, dueOn: retention.dueOn,
            mark: each.revision)
    }

    /// The hit, where it is decided and its incidents are over their time.
    static func record(_ hit: StoredHit, asOf: LocalDate, law: LawBook) throws -> RetentionRecord? {
        let due = try law.rule("retention.incident", on: asOf).end(from: hit.lastTriggered)
        guard hit.state != .open, due <= asOf else { return nil }
        return RetentionRecord(.hit, hit.id, dueOn: due, mark: Int64(hit.lastTriggered.dayNumber))
    }

    /// Gives the incidents that hits rest on which stay.
    private func hits(
        in db: any Connection, _ keepers: Keepers, _ ties: inout Ties,
        _ body: (RetentionRecord, RetentionKeeping?) throws -> Void
    ) throws -> Set<Int64> {
        var resting: Set<Int64> = []
        for hit in try RetentionReader.hits(in: db) {
            let record = try RetentionScan.record(hit, asOf: asOf, law: law)
            let kept = keepers.reason(hit)
            if record != nil, kept == nil { ties.goingHits.insert(hit.id) } else { resting.formUnion(hit.incidents) }
            if let record { try body(record, kept) }
        }
        return resting
    }

    private func incidents(
        in db: any Connection, _ keepers: Keepers, _ resting: Set<Int64>, _ ties: inout Ties,
        _ body: (RetentionRecord, RetentionKeeping?) throws -> Void
    ) throws {
        let rule = try law.rule("retention.incident", on: asOf)
        try RetentionReader.forEachIncident(through: rule.latestStart(endingBy: asOf), in: db) { id, day, mark in
            let kept = keepers.reason(.incident, id) ?? (resting.contains(id) ? .hit : nil)
            if kept == nil { ties.goingIncidents.insert(id) }
            try body(RetentionRecord(.incident, id, dueOn: rule.end(from: day), mark: mark), kept)
        }
    }

    /// Somebody goes with the last case or incident that kept them; somebody in nothing at all, when no source has delivered
    /// them for some time.
    private func persons(
        in db: any Connection, _ keepers: Keepers, _ ties: Ties,
        _ body: (RetentionRecord, RetentionKeeping?) throws -> Void
    ) throws {
        let rule = try law.rule("retention.person", on: asOf)
        try RetentionReader.forEachPersons(in: db) { some in
            let (kept, loosened) = try ties.read(Set(some.map(\.id)), in: db)
            let free = some.filter { !kept.contains($0.id) }
            let related = try ties.related(Set(free.map(\.id)), in: db)
            var due: [Int64: LocalDate] = [:]
            for person in free where !related.kept.contains(person.id) {
                if loosened.contains(person.id) || related.loosened.contains(person.id) {
                    due[person.id] = asOf
                } else if let day = person.deliveredOn, rule.end(from: day) <= asOf {
                    due[person.id] = rule.end(from: day)
                }
            }
            for (id, day) in due.sorted(by: { $0.key < $1.key }) {
                try body(RetentionRecord(.person, id, dueOn: day, mark: 0), keepers.reason(.person, id))
            }
        }
    }
}
