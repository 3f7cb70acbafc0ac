internal import Prevention

/// Contact with citizens: safety follow-ups, victim referrals and requests for an officer.
enum ContactCases {
    static func all(_ population: Population) -> [CaseSeries] {
        [safetyFollowUps(population), victimReferrals(population), officerRequests(population)]
    }

    private static func safetyFollowUps(_ population: Population) -> CaseSeries {
        let start: [Course.Step] = [.init("planned"), .init("attempted", 1...12)]
        let courses = [
            Course(start + [.init("completed", 0...9)], key: "completed", 1288, 1416),
            Course(start + [.init("declined", 0...9)], key: "declined", 120, 131),
            Course([.init("planned"), .init("declined", 1...14)], key: "declined", 60, 66),
            Course(running: start, waiting: 0...12, 22), Course(running: [.init("planned")], waiting: 0...25, 48),
        ]
        return CaseSeries(programme: "safety-follow-up", prefix: "TRY", population: population, courses: courses) {
            slot, random in
            let (home, member) = population.anyAdult(&random)
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(member, "subject")
            draft.fields["occasion"] = random.pick(weighted: [
                ("close-relations", 46), ("burglary", 24), ("violence", 20), ("other", 10),
            ])
            let involved = random.chance(0.3)
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "attempted":
                    return (
                        step,
                        ["attempt": random.pick(["Opringning", "Besøg på adressen", "Brev", "Opringning og sms"])]
                    )
                case "completed":
                    var fields = [
                        "note": random.pick([
                            "Rådgivet om sikring og støtte.", "Samtale om hændelsen; føler sig tryg.",
                            "Ønsker kontakt til kommunen.",
                        ])
                    ]
                    if involved { fields["municipality_involved"] = "yes" }
                    return (step, fields)
                case "declined": return (step, ["note": "Ønsker ikke yderligere kontakt."])
                default: return (step, [:])
                }
            }
            return draft
        }
    }

    private static func victimReferrals(_ population: Population) -> CaseSeries {
        let courses = [
            Course([.init("offered"), .init("referred", 0...6)], key: "referred", 426, 471),
            Course([.init("offered"), .init("declined", 0...10)], key: "declined", 205, 228),
            Course(running: [.init("offered")], waiting: 0...15, 20),
        ]
        return CaseSeries(programme: "victim-referral", prefix: "OFR", population: population, courses: courses) {
            slot, random in
            let (home, member) = population.anyAdult(&random)
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(member, "subject")
            draft.fields["relation_to_crime"] = random.pick(weighted: [
                ("victim", 78), ("witness", 9), ("relative", 13),
            ])
            let consents = random.chance(0.8)
            draft.steps = slot.schedule.map { step in
                guard step.stage == "referred", consents else { return (step, [:]) }
                return (
                    step,
                    [
                        "consent_given": "yes", "consent_at": step.at.day.description,
                        "contact_details": random.pick(["Telefon, efter kl. 16", "E-mail", "Telefon, hverdage"]),
                    ]
                )
            }
            return draft
        }
    }

    private static func officerRequests(_ population: Population) -> CaseSeries {
        let courses = [
            Course([.init("received"), .init("accepted", 1...7), .init("met", 5...35)], key: "met", 362, 395),
            Course([.init("received"), .init("refused", 1...10)], key: "refused", 41, 44),
            Course([.init("received"), .init("accepted", 1...7), .init("refused", 2...20)], key: "refused", 8, 9),
            Course([.init("received"), .init("withdrawn", 1...12)], key: "withdrawn", 22, 25),
            Course(running: [.init("received")], waiting: 0...18, 20),
            Course(running: [.init("received"), .init("accepted", 1...6)], waiting: 0...10, 16),
        ]
        let wishes: [(kind: String, wish: String)] = [
            ("traffic", "Fartkontrol ved skolen om morgenen."),
            ("talk-burglary", "Oplæg om indbrudssikring i grundejerforeningen."),
            ("talk-it", "Oplæg for seniorer om it-svindel."), ("event", "Tilstedeværelse ved byfest."),
            ("moped", "Larmende knallerter på stisystemet."), ("other", "Besøg i børnehaven."),
        ]
        return CaseSeries(programme: "officer-request", prefix: "BET", population: population, courses: courses) {
            slot, random in
            let (home, member) = population.anyAdult(&random)
            var draft = CaseDraft(municipality: home.place.municipality)
            if random.chance(0.4) { draft.add(member, "contact") }
            let wish = random.pick(wishes)
            let opened = slot.schedule.first?.at.day ?? population.years.first
            draft.fields = [
                "kind": wish.kind, "wish": wish.wish,
                "place": random.pick(["Skolen", "Forsamlingshuset", "Idrætshallen", "Torvet", "Biblioteket"]) + ", "
                    + home.place.town,
                "wished_date": (opened + random.within(7...45)).description,
            ]
            let agreed = slot.schedule.first { $0.stage == "met" }?.at.day ?? opened + random.within(8...40)
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "accepted": return (step, ["agreed_date": max(agreed, step.at.day).description])
                case "refused": return (step, ["refusal_reason": "Ingen mandskab på den ønskede dag."])
                default: return (step, [:])
                }
            }
            return draft
        }
    }
}
