import Prevention
import SQL
import Store

extension Export {
    /// As the source gave them: by id, or as it described somebody, whether the register has found the person or not.
    func participants() throws {
        try portions { last in
            try db.fetch(
                """
                SELECT ip.id, i.external_id, ip.role, ip.described, p.external_id, p.source_id, p.protected,
                    ip.cpr_sealed
                FROM incident_person ip JOIN incident i ON i.id = ip.incident_id
                LEFT JOIN person p ON p.id = CASE WHEN ip.said_of <> 0 THEN ip.said_of ELSE ip.person_id END
                WHERE ip.id > \(last) AND +i.source_id = \(source) ORDER BY ip.id LIMIT \(Export.portion)
                """
            ) { ($0.int64(0), try participant($0)) }
        } _: { records in
            for case .some(let record) in records { try writer.write(record) }
        }
    }

    private func participant(_ row: Row) throws -> ParticipantRecord? {
        var record = ParticipantRecord(incident: row.text(1), role: IncidentRole(rawValue: row.text(2)) ?? .witness)
        let described = row.text(3)
        if described.isEmpty || (masks && row.bool(6)) {
            // Words about somebody protected are left out; the person stands in for them where this source has one.
            guard row.int64(5) == source else { return nil }
            record.person = row.text(4)
            return record
        }
        let said = try JSONText.fields(described)
        record.cpr = try SealedCPR.opened(row.text(7), keys: keys)
        record.givenNames = said["given_names"] ?? ""
        record.familyName = said["family_name"] ?? ""
        record.birthDate = said["birth_date"].flatMap { LocalDate($0) }
        record.address = said["address"] ?? ""
        record.postalCode = said["postal_code"] ?? ""
        return record
    }
}
