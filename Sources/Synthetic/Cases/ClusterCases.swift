internal import Prevention

/// Orders brought together across police districts: a few, and no person in any of them.
enum ClusterCases {
    private static let courses: [(steps: [Course.Step], waiting: ClosedRange<Int>)] = {
        let agreed: [Course.Step] = [.init("proposed"), .init("agreed", 2...12)]
        let coordinated = agreed + [.init("coordinated", 3...20)]
        return [
            (coordinated, 0...25), ([.init("proposed")], 0...8), (agreed, 0...10),
            (coordinated + [.init("closed", 60...150)], 0...60),
        ]
    }()

    static func all(_ population: Population) -> [CaseSeries] {
        let volumes = population.volumes
        let count = volumes.scale > 0 ? max(courses.count, volumes.scaled(8)) : 0
        return [
            CaseSeries(programme: "protection-cluster", prefix: "SAM", count: count) { number, random in
                let (steps, waiting) = courses[number % courses.count]
                let schedule = Course(running: steps, waiting: waiting, 1)
                    .schedule(year: 1, in: population.years, &random)
                return draft(schedule, &random)
            }
        ]
    }

    private static func draft(_ schedule: [ScheduledStep], _ random: inout RandomSource) -> CaseDraft {
        var draft = CaseDraft(municipality: Places.any(&random).municipality)
        draft.fields["reason"] = random.pick([
            "Begge parter er flyttet mellem kredsene, og der er tilhold i to kredse.",
            "Den samme modpart optræder i tilhold i flere kredse.",
        ])
        let other = random.pick(["nordsjaelland", "sydsjaelland-lolland-falster", "vestegn"])
        // In the order of the programme's own list.
        let districts = ["midt-vestsjaelland", other].joined(separator: ",")
        draft.steps = schedule.map { step in
            switch step.stage {
            case "agreed":
                return (
                    step,
                    [
                        "districts": districts, "lead_district": "midt-vestsjaelland",
                        "lead_agreed_with": "Vagthavende jurist i den anden kreds",
                    ]
                )
            case "coordinated":
                return (step, ["plan": "Afgørelserne træffes samme uge, og forkyndelse sker samtidig."])
            case "closed": return (step, ["closed_reason": "Der er kun ét tilhold tilbage."])
            default: return (step, [:])
            }
        }
        return draft
    }
}
