import Handbook
import Prevention
import SQL
import Store

extension ChangeCase {
    /// Corrects what was typed wrong. The case is then one that its programme allows: a must-never holds, and no requirement
    /// of a step that was taken is broken that was not broken before.
    ///
    /// - Throws: `Refused` with every reason.
    func correct(
        _ fields: [String: String], _ municipality: String?, _ reason: String, _ file: CaseFile, _ row: CaseRow,
        _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws {
        let now = office.now
        let place = municipality ?? row.municipality
        let merged = file.fields.merging(fields) { $1 }.filter { !$0.value.isEmpty }
        let after = file.with(municipality: place, fields: merged)
        var refusals = try Engine.refusals(correcting: file, to: after, law: office.law)
        if reason.isEmpty { refusals.append(Refusal("correction-reason")) }
        if merged == file.fields, place == row.municipality { refusals.append(Refusal("nothing-corrected")) }
        // How it is sent follows from where it goes.
        if file.programme.goesToAddress, merged["way"] != file.fields["way"] {
            refusals.append(Refusal("goes-to-address"))
        }
        if place != row.municipality {
            if file.programme.goesToAddress {
                refusals.append(Refusal("goes-to-address"))
            } else if !place.isEmpty, office.handbook.municipality(place) == nil {
                refusals.append(Refusal("unknown-municipality", ["value": place]))
            } else if !who.scope.contains(
                file.programme, municipality: place, stage: Stage(row.stage), owner: row.owner)
            {
                refusals.append(Refusal("outside-your-area"))
            }
        }
        guard refusals.isEmpty else { throw Refused(refusals) }
        try checkContent(file, after, in: db)
        let standing = try CaseStanding(after, now: now, law: office.law)
        guard try CaseStore.update(id, standing: standing, fields: merged, revision: revision, in: db) else {
            throw Refused("changed-meanwhile")
        }
        if merged != file.fields {
            try ChangeLog.record(
                .caseFile, id: id, old: JSONText.text(of: file.fields), new: JSONText.text(of: merged), reason: reason,
                revision: revision + 1, by: who.actor, at: now, in: db)
        }
        if place != row.municipality {
            try CaseStore.setMunicipality(id, place, in: db)
            try ChangeLog.record(
                .caseFile, id: id, old: "municipality " + row.municipality, new: "municipality " + place,
                reason: reason, revision: revision + 1, by: who.actor, at: now, in: db)
            try release(row, movedTo: place, standing, reason, file.programme, who, office, db)
        }
        try ShareFromCase(after, id: id, number: row.number).share(beyond: file, who.actor, office, db)
    }

    /// Whoever cannot open the case where it now lies does not answer for it any more.
    private func release(
        _ row: CaseRow, movedTo place: String, _ standing: CaseStanding, _ reason: String, _ programme: Programme,
        _ who: Authorized<Acts.WorkCases>, _ office: Office, _ db: any Connection
    ) throws {
        guard !row.owner.isEmpty else { return }
        if let account = try AccountStore.account(named: row.owner, in: db) {
            let owner = office.handbook.placed(account.actor)
            let stays = CaseScope(of: owner).contains(
                programme, municipality: place, stage: standing.stage, owner: row.owner)
            if stays { return }
        }
        guard try CaseStore.setOwner(id, owner: "", revision: revision + 1, in: db) else {
            throw Refused("changed-meanwhile")
        }
        try ChangeLog.record(
            .caseFile, id: id, old: "owner " + row.owner, new: "owner ", reason: reason, revision: revision + 2,
            by: who.actor, at: office.now, in: db)
    }
}
