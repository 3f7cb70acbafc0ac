internal import Prevention

/// Social reports on children and adults; about a quarter come from Socialsøg.
enum ReportCases {
    static func all(_ population: Population) -> [CaseSeries] {
        let sent: [Course.Step] = [.init("draft"), .init("sent", 0...5)]
        let dropped: [Course.Step] = [.init("draft"), .init("dropped", 0...7)]
        let courses = [
            Course(sent, key: "sent", 430, 456), Course(sent + [.init("closed", 20...120)], key: "sent", 640, 690),
            Course(dropped, key: "dropped", 40, 45),
            Course(dropped + [.init("closed", 1...20)], key: "dropped", 42, 44),
            Course(running: [.init("draft")], waiting: 0...6, 32),
        ]
        return [
            CaseSeries(programme: "social-report", prefix: "SOC", population: population, courses: courses) {
                slot, random in
                draft(slot, population, &random)
            }
        ]
    }

    private static func draft(
        _ slot: CaseSeries.Slot, _ population: Population, _ random: inout RandomSource
    ) -> CaseDraft {
        // 26 in a hundred, evenly spread.
        let isScreened = slot.ordinal * 26 % 100 < 26
        let isChild = isScreened || random.chance(0.7)
        var draft: CaseDraft
        let recipient: String
        if isChild {
            let useHistory = isScreened && slot.year == 1 && population.histories > 0 && random.chance(0.6)
            let home =
                useHistory
                ? population.household(foundHistory(population, &random)) : population.ordinaryFamily(&random)
            draft = CaseDraft(municipality: home.place.municipality)
            if !home.children.isEmpty { draft.add(random.pick(home.children), "subject") }
            if let mother = home.member(.mother) { draft.add(mother, "caregiver") }
            recipient = "Børn og Unge, " + home.place.municipalityName + " Kommune"
        } else {
            let (home, member) = population.childlessAdult(&random)
            draft = CaseDraft(municipality: home.place.municipality)
            draft.add(member, "subject")
            recipient = "Voksen og Handicap, " + home.place.municipalityName + " Kommune"
        }
        draft.fields["origin"] =
            isScreened ? "screening" : random.pick(weighted: [("patrol", 62), ("local-police", 38)])
        draft.fields["facts"] = random.pick(isScreened ? screenedFacts : isChild ? childFacts : adultFacts)
        draft.steps = slot.schedule.map { step in
            switch step.stage {
            case "sent":
                return (
                    step,
                    [
                        "assessment": random.pick(isChild ? childAssessments : adultAssessments),
                        "recipient": recipient, "leads_to": isChild ? "notice" : "psp-k",
                    ]
                )
            case "dropped":
                return (step, ["drop_reason": "Forholdet er allerede kendt af kommunen; ingen nye oplysninger."])
            default: return (step, [:])
            }
        }
        // A few of those for a child still wait for the notice.
        if let sent = draft.steps.first(where: { $0.step.stage == "sent" })?.step, !isChild || slot.ordinal % 40 != 0 {
            draft.entries.append(
                ("led-on", sent.at.adding(hours: 3), ["led_how": isChild ? "notice" : "psp-k"]))
        }
        return draft
    }

    /// A family that Socialsøg finds: the first eight of every sixteen.
    private static func foundHistory(_ population: Population, _ random: inout RandomSource) -> Int {
        let scenarios = FamilyHistory.Scenario.allCases.count
        let number = random.below(population.histories)
        let place = number % scenarios
        return place < scenarios / 2 ? number : number - scenarios / 2
    }

    private static let screenedFacts = [
        "Tre hændelser med en af barnets omsorgspersoner inden for et år.",
        "En enkeltstående alvorlig hændelse i hjemmet, hvor en omsorgsperson er sigtet.",
    ]
    private static let childFacts = [
        "Patrulje kaldt til husspektakel; barnet var til stede.", "Barn truffet alene ude sent om aftenen.",
        "Forælder påvirket under afhentning fra institution.",
    ]
    private static let adultFacts = [
        "Borger truffet i et hjem uden varme og mad.", "Gentagne opkald fra borger, der virker forvirret.",
    ]
    private static let childAssessments = [
        "Samlet vurderes det, at barnet kan have behov for støtte, og at familien bør kontaktes.",
        "Bekymring for barnets trivsel; søskende bør indgå i kommunens vurdering.",
    ]
    private static let adultAssessments = [
        "Vurderes socialt udsat og uden netværk; foreslås drøftet i PSP-K.",
        "Bør tilbydes besøg af kommunens udgående team.",
    ]
}
