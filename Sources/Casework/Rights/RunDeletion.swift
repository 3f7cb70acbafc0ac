import Foundation
public import Prevention
import SQL
import Store

/// Carries out an approved deletion, portion by portion. It may be stopped at any point and run again: it goes on where it
/// was. What has been changed, opened again or held since the list was made stays. When all is done, the bytes go from the file.
public struct RunDeletion: Sendable {
    public let id: Int64
    let portion: Int

    public init(_ id: Int64) {
        self.init(id, portion: 100)
    }

    init(_ id: Int64, portion: Int) {
        self.id = id
        self.portion = portion
    }

    /// - Parameter progress: gets the part that is done, from 0 to 1, after each portion; what it throws stops the run there.
    /// - Throws: `Refused` where it is not approved; `NotFound` where it holds cases that the actor may not know of.
    public func callAsFunction(
        _ who: Authorized<Acts.ManageRetention>, in office: Office,
        progress: @Sendable (Double) throws -> Void = { _ in }
    ) async throws {
        while true {
            let step = try await office.database.write { db in try next(who, office, db) }
            guard !step.isDone else { break }
            try progress(step.fraction)
        }
        try await compact(office.database)
        try progress(1)
    }

    /// On a thread of its own: it may take long.
    private func compact(_ database: any Database) async throws {
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            Thread.detachNewThread { done.resume(with: Result { try database.compact() }) }
        }
    }

    private struct Step: Sendable {
        var isDone = false
        var fraction = 0.0
    }

    private func next(
        _ who: Authorized<Acts.ManageRetention>, _ office: Office, _ db: any Connection
    ) throws -> Step {
        let (deletion, tallies) = try ReadDeletion.load(id, who.actor, in: db)
        guard deletion.state == .approved || deletion.state == .done else { throw Refused("not-approved") }
        var step = Step()
        let records = try DeletionStore.waiting(id, limit: portion, in: db)
        if records.isEmpty {
            step.isDone = true
            try finish(tallies, deletion, who, office, db)
            return step
        }
        let changes = ScreeningChanges()
        var check = try DeletionCheck(asOf: deletion.asOf, law: office.law, in: db)
        for record in records {
            // Judged anew for each: the one before may have been what kept it.
            let why = try check(record)
            if why == nil { try delete(record, changes, who, office, db) }
            try DeletionStore.settle(id, record, why: why, in: db)
        }
        try office.rescreening(in: db).settle(changes, in: db)
        let waiting = tallies.filter { $0.state == .waiting }.reduce(0) { $0 + $1.count } - records.count
        step.fraction = 1 - Double(waiting) / Double(max(1, tallies.reduce(0) { $0 + $1.count }))
        return step
    }

    /// Takes it out and logs that it went, not what it was.
    private func delete(
        _ record: RetentionRecord, _ changes: ScreeningChanges, _ who: Authorized<Acts.ManageRetention>,
        _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        let deletion = Deletion(keys: office.keys, ledger: office.ledger, by: who.actor, at: now, noting: changes)
        switch record.kind {
        case .caseFile:
            try deletion.deleteCase(record.id, in: db)
            let isSealed = Catalogue.programme(record.programme)?.isSealed == true
            try office.ledger.record(
                [LedgerEntry(.delete, .caseFile, id: record.id, reason: "deletion \(id)", isSealed: isSealed)],
                by: who.actor, at: now, in: db)
        case .hit:
            try deletion.deleteHit(record.id, in: db)
        case .incident:
            try deletion.deleteIncident(record.id, in: db)
        case .person:
            try deletion.deletePerson(record.id, in: db)
            try office.ledger.record(
                .delete, .person, id: record.id, reason: "deletion \(id)", by: who.actor, at: now, in: db)
        case .rejects:
            try deletion.deleteRejects(of: record.id, in: db)
        case .disclosure:
            try DisclosureStore.forget(record.id, in: db)
            try office.ledger.record(
                .delete, .disclosure, id: record.id, reason: "deletion \(id)", by: who.actor, at: now, in: db)
        }
    }

    /// One entry for each class, with what went and what stayed.
    private func finish(
        _ tallies: [DeletionStore.Tally], _ deletion: StoredDeletion, _ who: Authorized<Acts.ManageRetention>,
        _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        guard try DeletionStore.finish(id, at: now, in: db) else { return }
        var entries: [LedgerEntry] = []
        for kind in RetentionClass.allCases {
            let own = tallies.filter { $0.kind == kind }
            if own.isEmpty { continue }
            let gone = own.filter { $0.state == .deleted }.reduce(0) { $0 + $1.count }
            let stayed = own.filter { $0.state == .skipped }.reduce(0) { $0 + $1.count }
            entries.append(
                LedgerEntry(
                    .delete, kind.logged, id: nil, reason: "deletion \(id) deleted \(gone) skipped \(stayed)",
                    isSealed: deletion.isSealed && kind == .caseFile))
        }
        try office.ledger.record(entries, by: who.actor, at: now, in: db)
    }
}

extension RetentionClass {
    fileprivate var logged: LedgerEntry.Entity {
        switch self {
        case .caseFile: return .caseFile
        case .hit: return .hit
        case .incident: return .incident
        case .person: return .person
        case .rejects: return .importRun
        case .disclosure: return .disclosure
        }
    }
}

/// Whether a record of a frozen list may still go, asked in the order in which they go, within one transaction.
struct DeletionCheck {
    let asOf: LocalDate
    let law: LawBook
    private let db: any Connection
    private let keepers: Keepers
    /// Read when the first incident or person comes: hits have gone then.
    private var resting: Set<Int64>?
    private var ties: Ties?

    init(asOf: LocalDate, law: LawBook, in db: any Connection) throws {
        self.asOf = asOf
        self.law = law
        self.db = db
        keepers = try Keepers(in: db)
    }

    /// Why it stays; `nil` where it goes.
    mutating func callAsFunction(_ record: RetentionRecord) throws -> RetentionKeeping? {
        switch record.kind {
        case .caseFile:
            guard let now = try RetentionReader.cases([record.id], in: db).first else { return .gone }
            guard now.revision == record.mark, try RetentionScan.record(now, asOf: asOf, law: law) != nil else {
                return .changed
            }
            return keepers.reason(.caseFile, record.id)
        case .hit:
            guard let hit = try HitStore.hit(record.id, in: db) else { return .gone }
            guard try RetentionScan.record(hit, asOf: asOf, law: law)?.mark == record.mark else { return .changed }
            return keepers.reason(hit)
        case .incident:
            guard let now = try RetentionReader.incident(record.id, in: db) else { return .gone }
            let rule = try law.rule("retention.incident", on: asOf)
            guard now.mark == record.mark, rule.end(from: now.day) <= asOf else { return .changed }
            let resting = try resting ?? Set(RetentionReader.hits(in: db).flatMap(\.incidents))
            self.resting = resting
            return keepers.reason(.incident, record.id) ?? (resting.contains(record.id) ? .hit : nil)
        case .person:
            guard try PersonStore.person(record.id, in: db) != nil else { return .gone }
            let ties = try ties ?? Ties(in: db)
            self.ties = ties
            let isKept = try !ties.read([record.id], in: db).kept.isEmpty
            let isFamily = try isKept || !ties.related([record.id], in: db).kept.isEmpty
            return keepers.reason(.person, record.id) ?? (isFamily ? .needed : nil)
        case .rejects:
            return nil
        case .disclosure:
            guard let words = try RetentionReader.sharedWords(of: record.id, in: db) else { return .gone }
            let rule = try law.rule("retention.disclosure", on: asOf)
            return rule.end(from: words.day) <= asOf ? keepers.reason(words) : .changed
        }
    }
}
