import Prevention
import SQL
import Store

extension ChangeCase {
    /// Takes the party out whom an entry names, where its kind does so, in the same transaction as the entry.
    ///
    /// - Throws: `Refused("changed-meanwhile")`.
    func takeOut(
        by entry: String, _ fields: [String: String], of file: CaseFile, _ who: Authorized<Acts.WorkCases>,
        _ office: Office, _ db: any Connection
    ) throws {
        guard let takesOut = file.programme.entry(entry)?.takesOut, let reference = fields[takesOut.field],
            let party = file.parties.first(where: { $0.role == takesOut.role && $0.reference == reference })
        else { return }
        // The entry has raised the revision.
        guard try CaseStore.removeParty(party, from: id, revision: revision + 1, in: db) else {
            throw Refused("changed-meanwhile")
        }
        try ChangeLog.record(
            .caseFile, id: id, old: "party \(party.role.rawValue) \(party.person)", new: "", reason: "",
            revision: revision + 2, by: who.actor, at: office.now, in: db)
        let logged = LedgerEntry(
            .change, .person, id: party.person, reason: entry, isSealed: file.programme.isSealed)
        try office.ledger.record([logged], by: who.actor, at: office.now, in: db)
    }
}
