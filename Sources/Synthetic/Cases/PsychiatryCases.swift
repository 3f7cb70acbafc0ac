internal import Prevention

/// PSP-K and police assistance at forced admissions, both about persons of the monitored incidents.
enum PsychiatryCases {
    static func all(_ population: Population) -> [CaseSeries] {
        [pspK(population), forcedAdmissions(population)]
    }

    private static func pspK(_ population: Population) -> CaseSeries {
        let selected: [Course.Step] = [.init("monitored"), .init("selected", 5...60)]
        let once = selected + [.init("discussed", 3...20)]
        let followed = once + [.init("follow-up", 1...10)]
        let twice = followed + [.init("discussed", 14...40)]
        let courses = [
            Course(once + [.init("closed", 1...60)], key: "selected", slack: 20, 130, 144),
            Course(once, key: "selected", slack: 20, 22, 30),
            Course(followed, key: "selected", slack: 20, 30, 38),
            Course(followed + [.init("closed", 20...150)], key: "selected", slack: 20, 150, 144),
            Course(twice, key: "selected", slack: 70, 8, 16),
            Course(twice + [.init("follow-up", 2...9), .init("closed", 20...90)], key: "selected", slack: 70, 62, 72),
            Course(once + [.init("discussed", 10...30), .init("closed", 5...40)], key: "selected", slack: 50, 10, 8),
            Course(running: selected, waiting: 0...12, 8),
            Course([.init("monitored"), .init("closed", 60...180)], key: "monitored", 160, 172),
            Course(running: [.init("monitored")], waiting: 0...90, 70),
        ]
        return CaseSeries(programme: "psp-k", prefix: "PSP", population: population, courses: courses) { slot, random in
            // Half of those of the first year come up again in the second.
            let number = slot.ordinal + (slot.year == 0 ? population.volumes.scaled(250) : 0)
            guard let (home, member) = MonitoredIncidents.person(number, in: population) else {
                return CaseDraft(municipality: "")
            }
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(member, "subject")
            let basis = random.below(10)
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "selected":
                    return (
                        step,
                        [
                            "selected_by": "Praksisgruppen, " + home.place.municipalityName,
                            "selection_reason": random.pick([
                                "Flere henvendelser på kort tid og intet fast netværk.",
                                "Tværgående indsats nødvendig; bolig og behandling hænger sammen.",
                            ]),
                        ]
                    )
                case "discussed":
                    var fields = [
                        "actions": random.pick([
                            "Kommunen kontakter borgeren.", "Besøg af udgående team og fast kontaktperson.",
                        ])
                    ]
                    if basis == 0 { fields["prison_service_basis"] = "item-3" }
                    if basis == 1 {
                        fields["prison_service_basis"] = "item-2-assessment"
                        fields["prison_service_assessment"] = "Nødvendigt for at samordne løsladelse og bolig."
                    }
                    return (step, fields)
                case "follow-up": return (step, ["actions": "Opfølgning aftalt med psykiatrien og kommunen."])
                default: return (step, [:])
                }
            }
            return draft
        }
    }

    private static func forcedAdmissions(_ population: Population) -> CaseSeries {
        let courses = [
            Course([.init("requested"), .init("completed")], key: "requested", slack: 7, 381, 407),
            Course([.init("requested"), .init("not-completed")], key: "requested", slack: 9, 44, 48),
            Course(running: [.init("requested")], waiting: 0...1, 6),
            Course(running: [.init("requested")], waiting: 2...9, 3),
        ]
        return CaseSeries(programme: "forced-admission", prefix: "TVA", population: population, courses: courses) {
            slot, random in
            let persons = max(1, population.volumes.monitoredPersons[1])
            guard let (home, member) = MonitoredIncidents.person(random.skewed(persons), in: population),
                let requested = slot.schedule.first
            else { return CaseDraft(municipality: "") }
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(member, "subject")
            let isRed = random.chance(0.7)
            // The doctor's examination comes first; the paper then holds for 24 hours or seven days.
            let waited = random.within(20...170)
            let examined = requested.at.adding(seconds: -waited * 60)
            draft.fields = ["colour": isRed ? "red" : "yellow", "examined_at": examined.local]
            draft.steps = [(requested, [:])]
            guard slot.schedule.count > 1 else { return draft }
            let outcome = slot.schedule[1]
            let minutes = isRed ? 24 * 60 - waited : 6 * 24 * 60
            // Now and then in the very last minute.
            let taken = random.chance(0.02) ? minutes : 20 + random.skewed(minutes - 20)
            if outcome.stage == "completed" {
                let at = requested.at.adding(seconds: taken * 60)
                draft.steps.append((ScheduledStep(stage: outcome.stage, at: at), ["outcome": "admitted"]))
            } else {
                let at = requested.at.adding(seconds: (random.chance(0.5) ? taken : minutes + 1600) * 60)
                let result = random.pick(["left-to-doctor", "not-found", "expired"])
                draft.steps.append((ScheduledStep(stage: outcome.stage, at: at), ["outcome": result]))
            }
            return draft
        }
    }
}
