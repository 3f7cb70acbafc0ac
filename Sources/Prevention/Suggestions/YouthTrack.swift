extension SuggestionRule {
    /// Which way a screening may go (*spor*), by age at the offence and category: the board for those from 10 to 14, the
    /// prosecution for those from 15 to 17, screened out otherwise (lov om bekæmpelse af ungdomskriminalitet; straffeloven § 15).
    /// Says nothing while birth date, offence date or category are missing; the special risk is for people to judge.
    static let youthTrack = SuggestionRule("ukn-track", during: ["registered", "assessed"]) {
        file, _, law throws(LawBook.MissingRule) in
        guard let offence = LocalDate(file.fields["offence_date"] ?? ""), let birth = file.subject?.birthDate,
            let age = Age.years(bornOn: birth, on: offence)
        else { return nil }
        let category = file.fields["category"] ?? ""
        let youngest = try law.value("ukn.referral-age-from", on: offence)
        let charged = try law.value("ukn.charge-age-from", on: offence)
        let adult = try law.value("ukn.adult-age-from", on: offence)
        var facts: [String: Suggested.Fact] = ["age": .number(age), "date": .date(offence)]
        if age < youngest || age >= adult {
            return Suggested(
                "ukn-track-age", facts: facts, offer: .step("screened-out"), basis: [offence.description, "\(age)"])
        }
        guard !category.isEmpty else { return nil }
        facts["category"] = .choice(field: "category", value: category)
        let basis = [offence.description, "\(age)", category]
        if category == "none" {
            return Suggested("ukn-track-none", facts: facts, offer: .step("screened-out"), basis: basis)
        }
        let isBoard = age < charged
        let target: Stage = isBoard ? "referred" : "with-prosecution"
        return Suggested(
            isBoard ? "ukn-track-board" : "ukn-track-prosecution", facts: facts,
            offer: .step(file.stage == "registered" ? "assessed" : target), basis: basis)
    }
}
