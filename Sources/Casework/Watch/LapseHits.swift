import Prevention
import SQL
import Store

/// Lets the queue warn of open hits whose time is nearly over, and deletes those on which nobody has decided in time (law.yaml
/// `retention.hit-open`). One that somebody had decided on before goes back to that decision. What is deleted is not found
/// again for the same incidents.
struct LapseHits: Sendable {
    private struct Due {
        var warned: [Int64] = []
        var over: [Int64] = []
    }

    func isDue(_ office: Office) async throws -> Bool {
        try await office.database.read { db in
            let due = try due(office, db)
            return !due.warned.isEmpty || !due.over.isEmpty
        }
    }

    /// - Returns: how many were deleted.
    @discardableResult
    func callAsFunction(by actor: Actor, in office: Office) async throws -> Int {
        let now = office.now
        return try await office.database.write { db in
            let due = try due(office, db)
            for hit in due.warned { try HitStore.warn(hit, on: now.day, in: db) }
            let deletion = Deletion(keys: office.keys, ledger: office.ledger, by: actor, at: now)
            var gone = 0
            var entries: [LedgerEntry] = []
            for hit in due.over {
                if let decision = try HitStore.decisions(on: hit, in: db).first?.decision {
                    try HitStore.settle(hit, at: decision, in: db)
                    entries.append(
                        LedgerEntry(.change, .hit, id: hit, reason: "undecided, back to \(decision.rawValue)"))
                } else {
                    try LapsedStore.mark(hit, in: db)
                    try deletion.deleteHit(hit, in: db)
                    gone += 1
                }
            }
            if gone > 0 { entries.append(LedgerEntry(.delete, .hit, id: nil, reason: "undecided \(gone)")) }
            if !entries.isEmpty { try office.ledger.record(entries, by: actor, at: now, in: db) }
            return gone
        }
    }

    /// Those under a legal hold, or whose child has asked for access, stay as in every deletion.
    private func due(_ office: Office, _ db: any Connection) throws -> Due {
        let today = office.now.day
        let lapse = try HitLapse(on: today, law: office.law)
        var due = Due()
        var keepers: Keepers?
        for hit in try HitStore.open(foundThrough: lapse.latestStart, in: db)
        where lapse.isNear(hit) {
            if hit.warnedOn == nil {
                due.warned.append(hit.id)
                continue
            }
            guard lapse.day(of: hit) <= today else { continue }
            let keeping = try keepers ?? Keepers(in: db)
            keepers = keeping
            if keeping.reason(hit) == nil { due.over.append(hit.id) }
        }
        return due
    }
}
