internal import Prevention

/// Work together with others over time: housing associations, projects, and the prize.
enum PartnershipCases {
    static func all(_ population: Population) -> [CaseSeries] {
        [housing(population), projects(population), prizes(population)]
    }

    /// A case for each area, whatever the scale.
    private static func housing(_ population: Population) -> CaseSeries {
        CaseSeries(programme: "housing", prefix: "BOL", count: areas.count) { number, random in
            let area = areas[number]
            let opened = population.years.first + random.within(20...120)
            var draft = CaseDraft(municipality: area.municipality)
            draft.fields = [
                "area": area.name, "association": "Boligforeningen " + area.name,
                "occasion": "Utryghed blandt beboerne.",
            ]
            draft.steps = [(step("open", opened, 0, &random), [:])]
            if number != areas.count - 1 {
                let begun = opened + random.within(10...40)
                let fields = [
                    "effort": "Fælles tryghedsplan med beboere, kommune og politi.", "effort_since": begun.description,
                ]
                draft.steps.append((step("acting", begun, 1, &random), fields))
                if number < areas.count - 2 { list(area.list, from: begun, until: population.years.last, &draft) }
                if number < 3 { disclose(after: begun, population, &draft, &random) }
            }
            if number == areas.count - 2 {
                let fields = ["result": "Området er roligt; samarbejdet fortsætter uden sag."]
                draft.steps.append((step("closed", opened + random.within(300...400), 2, &random), fields))
            }
            return draft
        }
    }

    /// Every 1 December on which the cooperation is there.
    private static func list(_ kind: String, from begun: LocalDate, until last: LocalDate, _ draft: inout CaseDraft) {
        for year in begun.year...max(begun.year, last.year) {
            guard let day = LocalDate(year: year, month: 12, day: 1), day > begun else { continue }
            let fields = ["list_kind": kind, "list_date": day.description, "list_status": "on"]
            draft.entries.append(("ministry-list", Instant(day: day, secondOfDay: 50_000), fields))
        }
    }

    private static func disclose(
        after begun: LocalDate, _ population: Population, _ draft: inout CaseDraft, _ random: inout RandomSource
    ) {
        draft.add(population.childlessAdult(&random).1, "resident")
        let day = begun + random.within(30...120)
        draft.entries.append(
            (
                "disclosure", Instant(day: day, secondOfDay: 40_000),
                [
                    "disclosed_kind": "judgment",
                    "decision_reference": "4100-" + String(random.within(10_000...99_999)),
                    "offence_on": (day + -random.within(200...500)).description,
                    "decided_on": (day + -random.within(10...120)).description, "offence_where": "in-area",
                    "why_needed": "Gentagne trusler mod naboer er en del af tryghedsplanen.",
                    "disclosed_to": "Boligforeningens driftschef",
                ]
            ))
    }

    private static let areas: [(municipality: String, name: String, list: String)] = [
        ("253", "Lærkeparken", "exposed-area"), ("329", "Engparken", "prevention-area"),
        ("316", "Havnebakken", "prevention-area"), ("259", "Møllehaven", "prevention-area"),
        ("326", "Solbakken", "prevention-area"), ("265", "Æblegården", "prevention-area"),
        ("306", "Fjordhaven", "prevention-area"),
    ]

    private static func projects(_ population: Population) -> CaseSeries {
        CaseSeries(programme: "project", prefix: "PRO", count: names.count) { number, random in
            let project = names[number]
            let opened = population.years.first + random.within(10...60)
            var draft = CaseDraft(municipality: project.municipality)
            draft.fields = [
                "name": project.name, "aim": project.aim, "funding": "Partnerne og puljemidler",
                "ends_on": (LocalDate.firstDay(of: project.lastYear + 1) + -1).description,
            ]
            if let ages = project.ages {
                draft.fields["age_from"] = String(ages.lowerBound)
                draft.fields["age_to"] = String(ages.upperBound)
            }
            draft.steps = [(step("planned", opened, 0, &random), [:])]
            for (place, partner) in [("Kommunen", "municipality"), ("Idrætsforeningen", "association")].enumerated() {
                let at = Instant(day: opened + 2 + place, secondOfDay: 45_000)
                draft.entries.append(("partner", at, ["partner_name": partner.0, "partner_kind": partner.1]))
            }
            guard project.isBegun else { return draft }
            let begun = opened + random.within(20...50)
            draft.steps.append((step("active", begun, 1, &random), [:]))
            draft.entries.append(
                (
                    "milestone", Instant(day: begun + 60, secondOfDay: 45_000),
                    ["milestone_what": "Første hold er i gang", "milestone_state": "reached"]
                ))
            if let ages = project.ages { enrol(ages, begun, population, &draft, &random) }
            if project.isEnded {
                let fields = ["result": "Ordningen fortsætter i kommunens drift."]
                draft.steps.append((step("ended", begun + random.within(250...400), 2, &random), fields))
            }
            return draft
        }
    }

    /// Takes in those of some young people who have the age, each with a consent.
    private static func enrol(
        _ ages: ClosedRange<Int>, _ begun: LocalDate, _ population: Population, _ draft: inout CaseDraft,
        _ random: inout RandomSource
    ) {
        var taken: Set<String> = []
        for number in 0..<12 {
            let (_, member) = population.childlessAdult(&random)
            guard let age = Age.years(bornOn: member.birth, on: begun), ages.contains(age),
                taken.insert(member.id).inserted
            else { continue }
            let day = begun + 1
            draft.add(member, "participant")
            draft.entries.append(
                (
                    "consent", Instant(day: day, secondOfDay: 36_000 + number),
                    [
                        "consent_of": member.id, "consent_on": day.description, "consent_by": "self",
                        "consent_form": "written",
                        "consent_kept": "Sagsmappe " + String(number + 1),
                    ]
                ))
        }
    }

    private struct Named {
        let municipality: String
        let name: String
        let aim: String
        let ages: ClosedRange<Int>?
        let lastYear: Int
        var isBegun = true
        var isEnded = false
    }

    private static let names = [
        Named(
            municipality: "253", name: "Vejen Videre", aim: "Hjælp til uddannelse og arbejde for unge i risiko.",
            ages: 15...29, lastYear: 2028),
        Named(
            municipality: "265", name: "Tryg skolevej", aim: "Færre konflikter på vej til og fra skole.", ages: nil,
            lastYear: 2027, isEnded: true),
        Named(
            municipality: "316", name: "Aftenklubben", aim: "Et sted at være for unge om aftenen.", ages: 15...24,
            lastYear: 2029, isBegun: false),
    ]

    /// Nominations of the first year; before it there is no prize.
    private static func prizes(_ population: Population) -> CaseSeries {
        CaseSeries(programme: "prevention-prize", prefix: "PRI", count: nominees.count) { number, random in
            let nominee = nominees[number]
            let year = max(2026, population.years.last.year)
            var draft = CaseDraft(municipality: nominee.municipality)
            let opened = LocalDate.firstDay(of: year) + 40 + random.within(0...60)
            draft.fields = [
                "nominee": nominee.name, "nominee_kind": nominee.kind, "reason": nominee.reason,
                "nominated_by": "Lokalrådet", "prize_year": String(year),
            ]
            draft.steps = [(step("nominated", opened, 0, &random), [:])]
            guard number < 5 else { return draft }
            let listed = opened + random.within(10...40)
            if number < 4 {
                let jury = "Sekretariatets leder, en borgmester og en rektor"
                draft.steps.append((step("shortlisted", listed, 1, &random), ["jury": jury]))
            }
            let decided = listed + random.within(10...30)
            if number == 0 {
                let fields = ["jury_reason": "Et langt og vedholdende arbejde.", "awarded_on": decided.description]
                draft.steps.append((step("awarded", decided, 2, &random), fields))
            } else if number < 3 || number == 4 {
                let fields = ["jury_reason": "Et godt arbejde, men ikke i år."]
                draft.steps.append((step("not-awarded", decided, 2, &random), fields))
            }
            return draft
        }
    }

    private static let nominees: [(municipality: String, name: String, kind: String, reason: String)] = [
        ("259", "Klubben ved Åen", "association", "Ti år med åben klub for unge hver aften."),
        ("265", "Aftenholdet", "association", "Trygge nætter i byen."),
        ("316", "Skolen ved Broen", "school", "Forældre og lærere imod mobning på nettet."),
        ("336", "Håndboldklubben Stævnen", "association", "Plads til alle på holdet."),
        ("306", "Havnecaféen", "business", "Fritidsjob til unge."),
        ("326", "Bibliotekets lektiecafé", "authority", "Hjælp til lektier i boligområdet."),
    ]

    private static func step(
        _ stage: String, _ day: LocalDate, _ place: Int, _ random: inout RandomSource
    ) -> ScheduledStep {
        ScheduledStep(stage: stage, at: OfficeHours.instant(day, step: place, &random))
    }
}
