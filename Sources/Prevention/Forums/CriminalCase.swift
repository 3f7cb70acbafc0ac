extension Stage {
    /// The prosecution has the case: whatever is in it is for a criminal case.
    public static let withProsecution: Stage = "with-prosecution"
}

extension CaseFile {
    /// Whether it is a criminal case, or becomes one: what is shared under retsplejeloven § 115 is never for the investigation of
    /// it (stk. 2), so it is not taken up in a forum. Somebody below the age at which one is charged has none.
    public func isCriminalCase(law: LawBook) throws(LawBook.MissingRule) -> Bool {
        guard programme.feedsCriminalCase else { return false }
        if stage == .withProsecution || !steps(into: .withProsecution).isEmpty { return true }
        guard let offence = programme.offenceDay.flatMap({ fields[$0] }).flatMap({ LocalDate($0) }),
            let birth = subject?.birthDate, let age = Age.years(bornOn: birth, on: offence)
        else { return false }
        return age >= (try law.value("ukn.charge-age-from", on: offence))
    }
}
