import Prevention
import SQL
import Store

/// Reckons the stored deadline of every open case anew. It moves by itself when the law data changes, or when a clock starts at a
/// moment that lay ahead; lists and escalation go by what is stored.
public struct RefreshDeadlines: Sendable {
    private static let portion = 1_000

    public init() {}

    /// Where nothing but the passing of a day can have moved a deadline, once a day is enough; a new version of the law is
    /// reckoned with at once.
    func isDue(_ office: Office, in db: any Connection) throws -> Bool {
        guard let last = try ChoreStore.last("deadlines", in: db) else { return true }
        return last.at.day != office.now.day || last.mark != RefreshDeadlines.mark(of: office.law)
    }

    /// - Returns: how many deadlines were another.
    public func callAsFunction(in office: Office) async throws -> Int {
        let law = office.law
        var last = Int64.min
        var changed = 0
        while true {
            try Task.checkCancellation()
            let now = office.now
            let from = last
            let found = try await office.database.read { db in
                try DeadlineStore.open(after: from, limit: RefreshDeadlines.portion, in: db)
            }
            var moved: [(stored: DeadlineStore.Stored, standing: CaseStanding)] = []
            for stored in found {
                let standing = try CaseStanding(stored.file, now: now, law: law)
                if standing.dueAt != stored.dueAt || standing.dueClock != stored.dueClock {
                    moved.append((stored, standing))
                }
            }
            if !moved.isEmpty {
                try await office.database.write { [moved] db in
                    for one in moved { try DeadlineStore.set(one.standing, of: one.stored, in: db) }
                }
                changed += moved.count
            }
            guard found.count == RefreshDeadlines.portion, let end = found.last?.file.id else { break }
            last = end
        }
        let now = office.now
        try await office.database.write { db in
            try ChoreStore.done("deadlines", mark: RefreshDeadlines.mark(of: law), at: now, in: db)
        }
        return changed
    }

    /// Another where any rule is another.
    private static func mark(of law: LawBook) -> String {
        var fingerprint = Fingerprint()
        for rule in law.rules {
            fingerprint.add(rule.id)
            fingerprint.add("\(rule.value) \(rule.unit.rawValue) \(rule.validFrom) \(rule.validTo?.description ?? "")")
        }
        return String(fingerprint.value, radix: 16)
    }
}
