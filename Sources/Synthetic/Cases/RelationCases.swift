internal import Prevention

/// Violence in close relations: what the Specialised Team follows, and what comes into the forum of the Køge model.
enum RelationCases {
    static func all(_ population: Population) -> [CaseSeries] {
        let forum: [Course.Step] = [.init("open"), .init("forum", 3...25)]
        let measures = forum + [.init("measures", 0...14)]
        let followed = measures + [.init("follow-up", 20...60)]
        let closed: Course.Step = .init("closed", 10...90)
        let courses = [
            Course(followed + [closed], key: "open", slack: 260, 106, 118),
            Course([.init("open"), closed], key: "open", slack: 95, 28, 30),
            Course(running: [.init("open")], waiting: 0...20, 14), Course(running: forum, waiting: 0...14, 9),
            Course(running: measures, waiting: 0...40, 16), Course(running: followed, waiting: 0...60, 13),
        ]
        return [
            CaseSeries(programme: "partner-violence", prefix: "VNR", population: population, courses: courses) {
                slot, random in
                draft(slot, population, &random)
            }
        ]
    }

    private static func draft(
        _ slot: CaseSeries.Slot, _ population: Population, _ random: inout RandomSource
    ) -> CaseDraft {
        var (home, member) = population.anyAdult(&random)
        for _ in 0..<6 where member.sex != .female && random.chance(0.9) {
            (home, member) = population.anyAdult(&random)
        }
        var draft = CaseDraft(municipality: home.place.municipality)
        draft.add(member, "subject")
        if let partner = home.adults.first(where: { $0.id != member.id }) { draft.add(partner, "counterpart") }
        for child in home.children { draft.add(child, "child") }
        let isPregnancy = member.sex == .female && random.chance(0.06)
        draft.fields = [
            "kinds": random.pick(weighted: [
                ("physical", 30), ("physical,psychological", 34), ("psychological", 12), ("psychological,economic", 8),
                ("stalking", 8), ("negative-social-control,honour", 5), ("physical,sexual", 3),
            ]),
            "origin": isPregnancy
                ? "hospital"
                : random.pick(weighted: [("incident", 70), ("own-contact", 14), ("municipality", 12), ("other", 4)]),
            "situation": random.pick([
                "Gentagne anmeldelser fra adressen.", "Volden er taget til efter bruddet.",
                "Overvåges på telefon og sociale medier.",
            ]),
        ]
        if isPregnancy {
            draft.fields["in_pregnancy"] = "yes"
            draft.fields["hospital_basis"] = random.chance(0.7) ? "consent" : "notification"
        }
        let answer = random.pick(weighted: [("yes", 45), ("no", 33), ("unknown", 7), ("", 15)])
        if !answer.isEmpty { draft.fields["not_known_to_municipality"] = answer }
        let children = home.children.isEmpty ? "no-children" : "notice-sent"
        draft.steps = slot.schedule.map { step in
            switch step.stage {
            case "forum":
                return (
                    step,
                    [
                        "forum": "koege-model", "children_notified": children,
                        "forum_reason": "Kommunen kan tilbyde beskyttelse og behandling, som politiet ikke råder over.",
                    ]
                )
            case "measures":
                return (
                    step,
                    [
                        "measures": random.pick([
                            "safety-plan", "safety-plan,alarm", "safety-plan,crisis-centre", "restraining-order",
                            "treatment,victim-counselling",
                        ])
                    ]
                )
            case "follow-up": return (step, ["follow_up_note": "Opringning efter aftale; planen holder."])
            case "closed":
                return (
                    step,
                    [
                        "result": random.pick(weighted: [
                            ("violence-stopped", 48), ("handed-over", 30), ("no-contact", 12), ("declined", 10),
                        ])
                    ]
                )
            default: return (step, [:])
            }
        }
        return draft
    }
}
