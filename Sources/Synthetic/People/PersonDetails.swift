internal import Exchange
internal import Prevention

/// Names, addresses and numbers of a household, and the rows that go into the files.
struct PersonDetails {
    let seed: UInt64

    /// Share of the persons whose CPR number the source does not know, and of those with address protection.
    private static let withoutCPR = 0.04
    private static let protected = 0.025

    /// All members, in order. The same household always gives the same rows.
    func records(of home: Household) -> [PersonRecord] {
        var random = RandomSource(seed: seed, unit: .details, index: home.index)
        let familyName = Names.family(&random)
        let otherName = Names.family(&random)
        let stepName = Names.family(&random)
        let address = Places.address(&random)
        let otherAddress = Places.address(&random)
        let otherPlace = random.chance(0.6) ? home.place : Places.any(&random)
        let sharesName = random.chance(0.6)
        let isProtected = random.chance(PersonDetails.protected)
        return home.members.map { member in
            var record = PersonRecord(id: member.id)
            record.givenNames = Names.given(member.sex, bornIn: member.birth.year, &random)
            switch member.part {
            case .father: record.familyName = sharesName ? familyName : otherName
            case .stepParent: record.familyName = stepName
            case .adult where member.number == 2: record.familyName = sharesName ? familyName : otherName
            default: record.familyName = familyName
            }
            if !random.chance(PersonDetails.withoutCPR) {
                record.cpr = member.birthNumber.cpr(born: member.birth, sex: member.sex)
            }
            record.birthDate = member.birth
            record.sex = member.sex
            let livesApart = home.isParted && member.part == .father
            record.address = livesApart ? otherAddress : address
            record.postalCode = livesApart ? otherPlace.postalCode : home.place.postalCode
            record.municipality = livesApart ? otherPlace.municipality : home.place.municipality
            record.isProtected = isProtected && !livesApart
            return record
        }
    }

    func record(of member: Member, in home: Household) -> PersonRecord? {
        records(of: home).first { $0.id == member.id }
    }

    func relations(of home: Household) -> [RelationRecord] {
        let ids = Dictionary(uniqueKeysWithValues: home.members.map { ($0.number, $0.id) })
        return home.ties.compactMap { tie in
            guard let one = ids[tie.one], let other = ids[tie.other] else { return nil }
            return RelationRecord(person: one, related: other, kind: tie.kind, from: tie.from, to: tie.to)
        }
    }
}
