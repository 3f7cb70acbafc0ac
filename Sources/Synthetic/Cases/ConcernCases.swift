internal import Prevention

/// Children and young people: notices of concern, preventive talks and SSP courses.
enum ConcernCases {
    static func all(_ population: Population) -> [CaseSeries] {
        [notices(population), talks(population), courses(population)]
    }

    private static func notices(_ population: Population) -> CaseSeries {
        let received: [Course.Step] = [.init("sent"), .init("received", 0...1)]
        let receipted = received + [.init("assessed", 0...1), .init("receipted", 1...7)]
        let answered = receipted + [.init("answered", 3...25)]
        let courses = [
            Course(answered, key: "sent", slack: 40, 60, 66),
            Course(answered + [.init("closed", 1...30)], key: "sent", slack: 70, 210, 236),
            Course(receipted + [.init("closed", 1...20)], key: "sent", slack: 40, 44, 48),
            Course(running: [.init("sent")], waiting: 0...2, 7), Course(running: received, waiting: 0...1, 6),
            Course(running: Array(receipted.dropLast()), waiting: 0...9, 9),
            Course(running: receipted, waiting: 0...30, 18),
        ]
        return CaseSeries(programme: "concern-notice", prefix: "UND", population: population, courses: courses) {
            slot, random in
            let opened = slot.schedule.first?.at.day ?? population.years.first
            let (home, child) = population.child(on: opened, 0...17, &random)
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(child, "subject")
            if let mother = home.member(.mother) { draft.add(mother, "caregiver") }
            let isProfessional = slot.schedule.contains { $0.stage == "answered" }
            draft.fields = ["concerns": "child", "concern": random.pick(concerns)]
            draft.fields["notifier_kind"] = isProfessional ? "professional" : "citizen"
            if isProfessional {
                draft.fields["notifier_name"] = "Lokalpolitiet, tj.nr. " + String(random.within(4300...4360))
            } else if random.chance(0.5) {
                draft.fields["notifier_anonymous"] = "yes"
            }
            if random.chance(0.12) { draft.fields["in_danger_now"] = "yes" }
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "assessed":
                    return (step, ["acute_assessment": random.chance(0.1) ? "acute-measure" : "no-acute-measure"])
                case "answered":
                    return (
                        step,
                        [
                            "feedback": random.pick(weighted: [
                                ("investigation", 46), ("measure", 20), ("neither", 30), ("special-reasons", 4),
                            ])
                        ]
                    )
                default: return (step, [:])
                }
            }
            return draft
        }
    }

    private static func talks(_ population: Population) -> CaseSeries {
        let held: [Course.Step] = [.init("planned"), .init("held", 3...25)]
        let courses = [
            Course(held, key: "held", 150, 168),
            Course([.init("planned"), .init("declined", 2...20)], key: "declined", 32, 36),
            Course(running: [.init("planned")], waiting: 0...20, 21),
        ]
        return CaseSeries(programme: "preventive-talk", prefix: "KPS", population: population, courses: courses) {
            slot, random in
            let opened = slot.schedule.first?.at.day ?? population.years.first
            let isMinor = random.chance(0.7)
            let (home, person) =
                isMinor ? population.child(on: opened, 12...16, &random) : population.childlessAdult(&random)
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(person, "subject")
            let kind = random.pick(weighted: [
                ("youth", 34), ("first-offence", 28), ("concern", 26), ("gang-recruitment", 12),
            ])
            draft.fields = ["kind": kind, "reason": reasons[kind] ?? ""]
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "held":
                    var fields = [
                        "person_status": "not-suspected", "consent": "yes", "agreements": random.pick(agreements),
                    ]
                    if isMinor { fields["guardian_consent"] = "yes" }
                    if isMinor, random.chance(0.6) { fields["guardian_present"] = "yes" }
                    return (step, fields)
                case "declined":
                    return (step, ["declined_by": random.pick(["person", isMinor ? "guardian" : "person", "police"])])
                default: return (step, [:])
                }
            }
            return draft
        }
    }

    private static func courses(_ population: Population) -> CaseSeries {
        let reviewed: [Course.Step] = [.init("open"), .init("reviewed", 185...340)]
        let courses = [
            Course([.init("open"), .init("closed", 60...330)], key: "closed", 20, 24),
            Course(reviewed + [.init("closed", 60...300)], key: "closed", 14, 18),
            Course(running: [.init("open")], waiting: 5...375, 30), Course(running: reviewed, waiting: 5...280, 14),
        ]
        return CaseSeries(programme: "ssp-course", prefix: "SSP", population: population, courses: courses) {
            slot, random in
            let opened = slot.schedule.first?.at.day ?? population.years.first
            let level = random.pick(weighted: [("build-up", 30), ("preventive", 42), ("crime-preventive", 28)])
            let (home, child) = population.child(on: opened, 10...16, &random)
            var draft = CaseDraft(municipality: home.place.municipality)
            if level != "build-up" {
                draft.add(child, "subject")
                if random.chance(0.8) { draft.fields["consent"] = "yes" }
            }
            draft.fields["level"] = level
            draft.fields["aim"] = random.pick(aims[level] ?? [""])
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "reviewed": return (step, ["review_result": "Indsatsen fortsætter og tages op igen."])
                case "closed":
                    return (
                        step,
                        ["result": random.pick(weighted: [("aim-reached", 60), ("handed-over", 25), ("stopped", 15)])]
                    )
                default: return (step, [:])
                }
            }
            return draft
        }
    }

    private static let concerns = [
        "Barnet er flere gange set alene ude efter kl. 22.", "Patrulje i hjemmet; der var hverken mad eller varme.",
        "Barnet var til stede under et skænderi, hvor naboer ringede efter hjælp.",
        "Barnet kommer sjældent i skole og er ofte på stationen om aftenen.",
    ]
    private static let reasons = [
        "youth": "Uro ved stationen med en gruppe jævnaldrende.", "first-offence": "Butikstyveri; sagen er afsluttet.",
        "concern": "Skolen er bekymret for nyt venskab med ældre unge.",
        "gang-recruitment": "Set flere gange sammen med personer fra bandemiljøet.",
    ]
    private static let agreements = [
        "Begynder i klub; ny samtale om to måneder.", "Kontakt til fritidsjob gennem kommunen.",
        "Forældre og skole holder ugentlig kontakt.",
    ]
    private static let aims = [
        "build-up": ["Digital dannelse i 5. klasserne.", "Trivsel og grænser i 7. klasserne."],
        "preventive": ["Tilbage i skole og fritidsliv.", "Støtte ved skift af omgangskreds."],
        "crime-preventive": ["Stabil hverdag efter flere lovovertrædelser.", "Fritidsjob og fast kontaktperson."],
    ]
}

extension Population {
    /// A child of one of `ages` on a day, with the family; after many tries whoever comes next.
    func child(on day: LocalDate, _ ages: ClosedRange<Int>, _ random: inout RandomSource) -> (Household, Member) {
        for _ in 0..<200 {
            let home = ordinaryFamily(&random)
            let fitting = home.children.filter { child in
                Age.years(bornOn: child.birth, on: day).map(ages.contains) ?? false
            }
            if !fitting.isEmpty { return (home, random.pick(fitting)) }
        }
        let home = ordinaryFamily(&random)
        return (home, random.pick(home.children.isEmpty ? home.members : home.children))
    }
}
