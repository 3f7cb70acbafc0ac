internal import Prevention

/// What people take part in of their own will: mediation and exit.
enum VoluntaryCases {
    static func all(_ population: Population) -> [CaseSeries] {
        [mediations(population), exits(population)]
    }

    private static func mediations(_ population: Population) -> CaseSeries {
        let visitated: [Course.Step] = [.init("referred"), .init("visitated", 1...12)]
        let assigned = visitated + [.init("assigned", 1...8)]
        let talks = assigned + [.init("pre-talks", 3...15)]
        let held = talks + [.init("held", 5...25)]
        let courses = [
            Course(held, key: "visitated", slack: 50, 3, 5),
            Course(held + [.init("closed", 1...10)], key: "visitated", slack: 50, 62, 67),
            Course(talks + [.init("declined", 1...10)], key: "visitated", 15, 16),
            Course(visitated + [.init("declined", 1...20), .init("closed", 0...5)], key: "visitated", 46, 48),
            Course(assigned + [.init("withdrawn", 1...15)], key: "visitated", 8, 9),
            Course(visitated + [.init("withdrawn", 1...20), .init("closed", 0...9)], key: "visitated", 26, 27),
            Course([.init("referred"), .init("declined", 1...14), .init("closed", 0...5)], key: "referred", 24, 26),
            Course(running: [.init("referred")], waiting: 0...12, 9), Course(running: visitated, waiting: 0...8, 7),
            Course(running: assigned, waiting: 0...10, 6), Course(running: talks, waiting: 0...14, 5),
        ]
        return CaseSeries(programme: "mediation", prefix: "KON", population: population, courses: courses) {
            slot, random in
            let isCriminal = random.chance(0.72)
            let youth = isCriminal && random.chance(0.3) ? population.anyYouth(&random) : nil
            let (home, subject) = youth ?? population.childlessAdult(&random)
            var (_, other) = population.anyAdult(&random)
            while other.id == subject.id { (_, other) = population.anyAdult(&random) }
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(subject, "subject")
            draft.add(other, "counterpart")
            draft.fields["kind"] = isCriminal ? "criminal" : "neighbour"
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "visitated": return (step, isCriminal ? ["confession": "yes"] : [:])
                case "assigned":
                    return (step, ["mediator": "Mægler " + String(random.within(1...14)), "mediator_impartial": "yes"])
                case "pre-talks":
                    var fields = ["subject_consent": "yes", "counterpart_consent": "yes"]
                    if youth != nil { fields["custody_holder_consent"] = "yes" }
                    return (step, fields)
                case "held": return (step, ["outcome": random.chance(0.82) ? "agreement" : "none"])
                default: return (step, [:])
                }
            }
            return draft
        }
    }

    private static func exits(_ population: Population) -> CaseSeries {
        let agreement: [Course.Step] = [.init("enquiry"), .init("eligible", 5...30), .init("agreement", 5...30)]
        let active = agreement + [.init("active", 3...20)]
        let courses = [
            Course(active + [.init("completed", 200...500)], key: "completed", 3, 4),
            Course(active + [.init("completed", 200...500), .init("follow-up", 10...60)], key: "completed", 5, 5),
            Course(active + [.init("dropped", 40...300)], key: "dropped", 4, 4),
            Course(Array(agreement.dropLast()) + [.init("dropped", 10...60)], key: "dropped", 3, 3),
            Course(active + [.init("dropped", 40...200), .init("follow-up", 10...40)], key: "dropped", 2, 2),
            Course(running: [.init("enquiry")], waiting: 0...20, 3),
            Course(running: Array(agreement.dropLast()), waiting: 0...25, 3),
            Course(running: agreement, waiting: 0...15, 2), Course(running: active, waiting: 20...300, 14),
        ]
        return CaseSeries(programme: "exit", prefix: "EXI", population: population, courses: courses) { slot, random in
            var (home, member) = population.childlessAdult(&random)
            let opened = slot.schedule.first?.at.day ?? population.years.first
            for _ in 0..<30 {
                if member.sex == .male, let age = Age.years(bornOn: member.birth, on: opened), (18...38).contains(age) {
                    break
                }
                (home, member) = population.childlessAdult(&random)
            }
            var draft = CaseDraft(municipality: home.place.municipality)
            draft.add(member, "subject")
            draft.fields["kind"] = ["gang", "biker", "gang", "gang", "radicalisation"][slot.ordinal % 5]
            draft.steps = slot.schedule.map { step in
                switch step.stage {
                case "agreement": return (step, ["written_consent": "yes", "consent_date": step.at.day.description])
                case "active":
                    return (
                        step,
                        [
                            "plan_housing": "Midlertidig bolig uden for lokalområdet.",
                            "plan_education": "Start på FGU.",
                            "plan_work": "Praktik via jobcentret.", "plan_addiction": "Behandling i rusmiddelcentret.",
                            "plan_mentor": "Mentor " + String(random.within(1...9)),
                            "plan_relocation": random.chance(0.3)
                                ? "Flytning til anden landsdel drøftes." : "Ikke aktuelt.",
                        ]
                    )
                case "dropped": return (step, ["drop_reason": "Har ikke ønsket at fortsætte."])
                default: return (step, [:])
                }
            }
            return draft
        }
    }
}
