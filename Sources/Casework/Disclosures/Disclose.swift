import Handbook
import Prevention
import SQL
import Store

/// Makes the record of a sharing (*videregivelse*), in the transaction of the sharing itself, and writes it in the log: for the
/// person, by recipient, with the basis and the hash of the record's words.
struct Disclose {
    let disclosure: Disclosure
    /// The row of what was shared, where it was shared with an item.
    var contribution: Int64?

    init(_ disclosure: Disclosure, contribution: Int64? = nil) {
        self.disclosure = disclosure
        self.contribution = contribution
    }

    /// - Throws: `Refused` with `problems` and every reason why one of the records must not be made, so that nothing half-done
    ///   stays.
    static func requireAll(_ records: [Disclosure], _ problems: [Refusal], _ office: Office) throws {
        var problems = problems
        for record in records {
            problems += record.refusals(kinds: office.handbook.authorityKinds).filter { !problems.contains($0) }
        }
        if records.isEmpty { problems.append(Refusal("disclosure.no-recipient")) }
        guard problems.isEmpty else { throw Refused(problems) }
    }

    /// - Returns: the id of the record.
    /// - Throws: `Refused` with every reason why it must not be shared so.
    @discardableResult
    func run(by actor: Actor, _ office: Office, _ db: any Connection) throws -> Int64 {
        let refusals = disclosure.refusals(kinds: office.handbook.authorityKinds)
        guard refusals.isEmpty else { throw Refused(refusals) }
        try Section115.check(sharing: disclosure, in: db)
        let (id, digest) = try DisclosureStore.add(disclosure, contribution: contribution, keys: office.keys, in: db)
        var person: Int64?
        if case .person(let row) = disclosure.subject { person = row }
        let reason = DisclosureStore.logged(id, disclosure.basis, disclosure.outcome, digest: digest)
        // What was declined went to nobody, and is in the log all the same.
        let action: LedgerEntry.Action = disclosure.outcome == .declined ? .change : .disclose
        let entity: LedgerEntry.Entity = person == nil ? .disclosure : .person
        try office.ledger.record(
            Set(disclosure.recipients.map(\.authority)).sorted().map { authority in
                LedgerEntry(
                    action, entity, id: person ?? id, reason: reason, recipient: authority,
                    isSealed: disclosure.isSealed)
            }, by: actor, at: office.now, in: db)
        // In the log of each of the others too. Where somebody protected may live is told of in their own alone.
        guard !disclosure.named.isEmpty else { return id }
        let hidesPlace = try DisclosureStore.disclosure(id, keys: office.keys, in: db)?.hidesPlace ?? true
        try office.ledger.record(
            disclosure.named.map { other in
                LedgerEntry(
                    action, .person, id: other, reason: "disclosure \(id) named",
                    recipient: hidesPlace ? "" : disclosure.recipients.first?.authority ?? "",
                    isSealed: disclosure.isSealed)
            }, by: actor, at: office.now, in: db)
        return id
    }

    /// Adds to a record, and writes it in the log with the hash of what was added: for the record, and for whom it is about.
    static func supplement(
        _ record: StoredDisclosure, _ text: String, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        let (added, digest) = try DisclosureStore.addAddendum(
            text, to: record.id, keys: office.keys, by: actor, at: now, in: db)
        let isSealed = record.disclosure.isSealed
        let own = LedgerEntry(
            .change, .disclosure, id: record.id, reason: DisclosureStore.logged(addendum: added, digest: digest),
            isSealed: isSealed)
        let about = record.persons.map {
            LedgerEntry(.change, .person, id: $0, reason: "addendum disclosure \(record.id)", isSealed: isSealed)
        }
        try office.ledger.record([own] + about, by: actor, at: now, in: db)
    }
}
