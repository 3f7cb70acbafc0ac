internal import Prevention

/// Restraining orders, from enquiries that never become a petition to orders that have expired.
enum OrderCases {
    static func all(_ population: Population) -> [CaseSeries] {
        let enquiry: [Course.Step] = [.init("enquiry"), .init("visitation", 0...6)]
        let petition = enquiry + [.init("petition", 0...10)]
        let hearing = petition + [.init("hearing", 8...40)]
        let immediate = petition + [.init("immediate-order", 0...2), .init("hearing", 6...20)]
        let granted = hearing + [.init("granted", 3...25)]
        let active = granted + [.init("served", 1...12), .init("active", 0...0)]
        let courses = [
            Course(active, key: "petition", 57, 66),
            Course(active + [.init("expired", 190...400)], key: "petition", 14, 10),
            Course(active + [.init("revoked", 60...250)], key: "petition", 6, 5),
            Course(
                immediate + [.init("granted", 3...14), .init("served", 0...4), .init("active", 0...0)], key: "petition",
                9, 12),
            Course(hearing + [.init("refused", 3...20)], key: "petition", 29, 34),
            Course(hearing + [.init("withdrawn", 1...10)], key: "petition", 7, 8),
            Course(petition + [.init("withdrawn", 2...20)], key: "petition", 7, 7),
            Course(running: petition, waiting: 0...35, 5),
            Course(running: petition + [.init("immediate-order", 0...2)], waiting: 0...5, 1),
            Course(running: hearing, waiting: 0...20, 3),
            Course(running: granted, waiting: 0...8, 2),
            Course(running: Array(active.dropLast()), waiting: 0...1, 1),
            Course(running: petition + [.init("hearing", 55...80)], waiting: 1...12, 1),
            Course(enquiry + [.init("guided-elsewhere", 0...5)], key: "guided-elsewhere", 96, 108),
            Course(running: enquiry, waiting: 0...8, 9), Course(running: [.init("enquiry")], waiting: 0...6, 11),
        ]
        return [
            CaseSeries(programme: "restraining-order", prefix: "TIL", population: population, courses: courses) {
                slot, random in
                draft(slot, population, &random)
            }
        ]
    }

    private static let amendment = LocalDate(year: 2025, month: 7, day: 1) ?? LocalDate(dayNumber: 0)

    private static func draft(
        _ slot: CaseSeries.Slot, _ population: Population, _ random: inout RandomSource
    ) -> CaseDraft {
        let (home, subject, opponent, isFormerPartner) = parties(population, &random)
        var draft = CaseDraft(municipality: home.place.municipality)
        draft.add(subject, "subject")
        if slot.schedule.count > 2, slot.schedule[2].stage == "petition" { draft.add(opponent, "counterpart") }
        draft.fields["enquiry_about"] =
            isFormerPartner
            ? "Tidligere partner opsøger og skriver dagligt." : "Vedvarende chikane fra nabo."
        let expired = slot.schedule.first { $0.stage == "expired" }?.at.day
        let length = random.pick([365, 730, 1095, 1825])
        let hasArea = random.chance(0.15)
        // The grounds of the law on the day of the enquiry.
        let isBefore2025 = (slot.schedule.first?.at.day ?? population.years.last) < OrderCases.amendment
        draft.steps = slot.schedule.map { step in
            let day = step.at.day
            switch step.stage {
            case "guided-elsewhere":
                return (
                    step,
                    [
                        "guided_to": random.pick([
                            "Kommunens familierådgivning", "Konfliktråd", "Boligselskabet", "Offerrådgivningen",
                        ]), "check_violation": "no", "check_offence": "no", "check_continues": "unclear",
                    ]
                )
            case "petition":
                let grounds =
                    isBefore2025
                    ? ["check_grave_before": "no"] : ["check_grave": "no", "check_forced_marriage": "no"]
                return (
                    step,
                    [
                        "ground": random.pick(weighted: [
                            ("violation-of-peace", 60), ("offence", 28), ("serious-violation", 12),
                        ]),
                        "ground_reason":
                            "Gentagne henvendelser trods klar afvisning; dokumenteret i beskeder og opkald.",
                        "petition_in_writing": "yes", "check_violation": "yes", "check_offence": "unclear",
                        "check_continues": "yes", "check_proportionate": "yes",
                    ].merging(grounds) { $1 }
                )
            case "immediate-order":
                return (
                    step,
                    ["immediate_reason": "Nærliggende risiko for fortsat krænkelse.", "immediate_no_interest": "yes"]
                )
            case "hearing": return (step, ["respondent_heard": "Modparten hørt; afviser delvist forholdet."])
            case "granted":
                // An order that expires does so on the day after its last one.
                let end = expired.map { $0 + -1 } ?? lastDay(from: day, length, slot, population)
                var fields = [
                    "decision_reason": "Betingelserne i lovens § 2 er opfyldt.", "expires_on": end.description,
                ]
                if hasArea {
                    fields["area_prohibition"] = "yes"
                    fields["area_where"] = "Området om den beskyttedes arbejdsplads, som vist på kortet i afgørelsen."
                    fields["area_expires_on"] = min(end, day + 300).description
                }
                return (step, fields)
            case "refused": return (step, ["decision_reason": "Ikke tilstrækkeligt grundlag efter lovens § 2."])
            case "withdrawn": return (step, ["withdrawn_reason": "Parterne har fundet en løsning."])
            case "served":
                return (
                    step,
                    [
                        "served_on": day.description, "served_how": "in-person", "served_by": "Patruljen",
                        "service_proof": "Forkyndt personligt af patrulje",
                    ]
                )
            case "revoked": return (step, ["revoked_reason": "Ophævet efter anmodning fra den beskyttede."])
            default: return (step, [:])
            }
        }
        return draft
    }

    /// Of an order that is still in force: long enough to last beyond the district's last day, but for a few whose expiry
    /// nobody has recorded yet.
    private static func lastDay(
        from day: LocalDate, _ length: Int, _ slot: CaseSeries.Slot, _ population: Population
    ) -> LocalDate {
        let isForgotten = slot.ordinal % 25 == 7
        let last = day + length
        return last > population.years.last || isForgotten ? last : day + 1825
    }

    /// Mostly parted parents; else people who do not share a home.
    private static func parties(
        _ population: Population, _ random: inout RandomSource
    ) -> (home: Household, subject: Member, opponent: Member, isFormerPartner: Bool) {
        if random.chance(0.75) {
            for _ in 0..<8 {
                let home = population.ordinaryFamily(&random)
                guard home.isParted, let mother = home.member(.mother), let father = home.member(.father) else {
                    continue
                }
                return random.chance(0.85) ? (home, mother, father, true) : (home, father, mother, true)
            }
        }
        let (home, subject) = population.childlessAdult(&random)
        var (_, opponent) = population.childlessAdult(&random)
        while opponent.id == subject.id { (_, opponent) = population.anyAdult(&random) }
        return (home, subject, opponent, false)
    }
}
