internal import Prevention

/// What only some municipalities have: the Sociolance in the year of its trial, and the parish officers of the islands.
enum LocalCases {
    static func all(_ population: Population) -> [CaseSeries] {
        [handOvers(population), islandTasks(population)]
    }

    private static func handOvers(_ population: Population) -> CaseSeries {
        let courses = [
            Course([.init("handed-over"), .init("done")], key: "handed-over", 130, 150),
            Course(running: [.init("handed-over")], waiting: 0...1, 4),
        ]
        return CaseSeries(programme: "sociolance", prefix: "SOL", population: population, courses: courses) {
            slot, random in
            let place = random.pick(
                weighted: [
                    ("316", "Ahlgade, Holbæk", 46), ("326", "Kordilgade, Kalundborg", 28),
                    ("306", "Algade, Nykøbing Sj", 16),
                    ("350", "Hvalsø Station", 10),
                ].map { (($0.0, $0.1), $0.2) })
            var draft = CaseDraft(municipality: place.0)
            draft.fields = [
                "need": random.pick(weighted: [
                    ("care", 36), ("talk", 24), ("transport", 22), ("shelter", 14), ("other", 4),
                ]),
                "place": place.1, "waited_minutes": String(random.within(5...55)),
            ]
            // Before and after the trial there is none.
            guard let opened = slot.schedule.first?.at.day, opened.year == 2026 else { return draft }
            draft.steps = slot.schedule.map { step in
                guard step.stage == "done" else { return (step, [:]) }
                return (
                    step,
                    [
                        "outcome": random.pick(weighted: [
                            ("helped-on-site", 40), ("taken-home", 30), ("taken-to-offer", 20), ("back-to-police", 4),
                            ("left", 6),
                        ])
                    ]
                )
            }
            return draft
        }
    }

    private static func islandTasks(_ population: Population) -> CaseSeries {
        let courses = [
            Course([.init("reported"), .init("handled", 0...9)], key: "reported", slack: 10, 44, 50),
            Course(running: [.init("reported")], waiting: 0...10, 7),
        ]
        return CaseSeries(programme: "parish-officer", prefix: "SOG", population: population, courses: courses) {
            slot, random in
            let isSejeroe = slot.ordinal % 2 == 0
            var draft = CaseDraft(municipality: isSejeroe ? "326" : "316")
            let task = random.pick(tasks)
            draft.fields = [
                "island": isSejeroe ? "sejeroe" : "oroe", "kind": task.kind, "task": task.task,
                "place": isSejeroe ? "Sejerby" : "Bybjerg",
            ]
            draft.steps = slot.schedule.map { step in
                step.stage == "handled" ? (step, ["done": task.done]) : (step, [:])
            }
            return draft
        }
    }

    private static let tasks: [(kind: String, task: String, done: String)] = [
        ("service", "Forkyndelse af indkaldelse.", "Forkyndt på adressen."),
        ("found-property", "Cykel fundet ved færgelejet.", "Udleveret til ejeren."),
        ("traffic", "Parkering spærrer ved havnen.", "Talt med føreren; bilen er flyttet."),
        ("nature", "Løse hunde ved strandengen.", "Ejeren er vejledt."),
        ("event", "Tilsyn ved havnefesten.", "Afviklet roligt."),
    ]
}
