import Handbook
import Prevention
import SQL
import Store

/// Sends notices of concern: every one that goes to a municipality, the first time or after the family has moved, goes here.
enum NoticeSending {
    /// The municipality that a notice about somebody goes to; `nil` where the register knows of none.
    static func address(of subject: Person?, _ office: Office) -> String? {
        subject.flatMap { office.handbook.municipality($0.municipality)?.code }
    }

    /// The same, of those in the district alone.
    static func ownAddress(of subject: Person?, _ office: Office) -> String? {
        address(of: subject, office).flatMap { office.handbook.ownMunicipalities.contains($0) ? $0 : nil }
    }

    /// How it gets to a municipality: one outside the district has no inbox here.
    static func way(to municipality: String, _ office: Office) -> String {
        office.handbook.ownMunicipalities.contains(municipality) ? "kreds" : Programme.secureMail
    }

    /// Gives an unopened notice the way of the municipality where it lies: one that was carried from another system, or is
    /// older than the rule.
    ///
    /// - Throws: `Refused("changed-meanwhile")`.
    static func setWay(
        _ row: CaseRow, _ file: CaseFile, by actor: Actor, _ office: Office, _ db: any Connection
    ) throws {
        var fields = file.fields
        fields["way"] = way(to: row.municipality, office)
        let standing = try CaseStanding(file.with(fields: fields), now: office.now, law: office.law)
        guard
            try CaseStore.update(row.id, standing: standing, fields: fields, revision: row.revision, in: db)
        else { throw Refused("changed-meanwhile") }
        try ChangeLog.record(
            .caseFile, id: row.id, old: JSONText.text(of: file.fields), new: JSONText.text(of: fields),
            revision: row.revision + 1, by: actor, at: office.now, in: db)
        try office.ledger.record(
            [LedgerEntry(.change, .caseFile, id: row.id, reason: "notice way")], by: actor, at: office.now, in: db)
    }

    /// Writes down that a notice went to a municipality, as part of the transaction that puts it there.
    static func send(
        _ id: Int64, to municipality: String, _ cause: StoredSending.Cause, by actor: Actor, _ office: Office,
        _ db: any Connection
    ) throws {
        let now = office.now
        try ConcernStore.add(
            StoredSending(caseID: id, municipality: municipality, cause: cause, actor: actor.name, at: now), in: db)
        // To whom stands in the record of the sharing alone, with the child: others in the case are told in their own answer who
        // got the case, and would read there where somebody protected lives.
        try office.ledger.record(
            [LedgerEntry(.change, .caseFile, id: id, reason: "notice " + cause.rawValue)], by: actor, at: now, in: db)
    }

    /// Whoever sent it, and whoever wrote the report that it comes out of, are told what comes of it.
    ///
    /// - Parameter report: the case that it comes out of; `nil` for none.
    static func follow(_ id: Int64, from report: Int64?, by actor: Actor, in db: any Connection) throws {
        let writer = try report.map { try ConcernStore.writer(of: $0, in: db) } ?? ""
        for account in Set([actor.name, writer]) where !account.isEmpty {
            try ConcernStore.follow(id, account: account, in: db)
        }
    }

    /// Sends a notice on to where the family has moved: it stands unopened there, with the clocks of a new recipient, and
    /// nobody where it was has it any longer. What the municipality before has assessed is not the new one's assessment.
    ///
    /// - Throws: `Refused("changed-meanwhile")`.
    static func sendOn(
        _ row: CaseRow, _ file: CaseFile, to municipality: String, _ cause: StoredSending.Cause, by actor: Actor,
        _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        var fields = file.fields.filter { $0.key != "acute_assessment" }
        fields["way"] = way(to: municipality, office)
        let event = CaseEvent(.entered(file.programme.firstStage), at: max(now, file.events.last?.at ?? now))
        let after = file.with(municipality: municipality, fields: fields).adding(event)
        let standing = try CaseStanding(after, now: now, law: office.law)
        guard
            try CaseStore.update(row.id, standing: standing, fields: fields, revision: row.revision, in: db)
        else { throw Refused("changed-meanwhile") }
        var revision = row.revision + 1
        let stored = try CaseStore.append(event, to: row.id, note: "", revision: revision, by: actor, at: now, in: db)
        if fields != file.fields {
            try ChangeLog.record(
                .caseFile, id: row.id, old: JSONText.text(of: file.fields), new: JSONText.text(of: fields),
                revision: revision, event: stored, by: actor, at: now, in: db)
        }
        try CaseStore.setMunicipality(row.id, municipality, in: db)
        try ChangeLog.record(
            .caseFile, id: row.id, old: "municipality " + row.municipality, new: "municipality " + municipality,
            revision: revision, by: actor, at: now, in: db)
        if cause == .handedOver, !row.owner.isEmpty {
            guard try CaseStore.setOwner(row.id, owner: "", revision: revision, in: db) else {
                throw Refused("changed-meanwhile")
            }
            revision += 1
            try ChangeLog.record(
                .caseFile, id: row.id, old: "owner " + row.owner, new: "owner ", revision: revision, by: actor,
                at: now, in: db)
        }
        try send(row.id, to: municipality, cause, by: actor, office, db)
        // Nobody in person sends on what follows a family by itself: the police have given it.
        try ShareFromCase(after, id: row.id, number: row.number).share(
            by: event, of: cause == .moved ? "police" : nil, actor, office, db)
    }
}
