package import Prevention

extension ScreeningWorld {
    /// Days crowd around few dates: birthdays, ends of relations, and 365 days apart.
    package static func randomDay(_ random: inout some RandomNumberGenerator) -> LocalDate {
        let anchors = ["2024-02-29", "2024-03-01", "2025-02-28", "2025-03-01", "2025-08-30", "2023-03-02"]
        let anchor = day(anchors[Int.random(in: 0..<anchors.count, using: &random)])
        return anchor + Int.random(in: -2...2, using: &random)
    }

    package static func random(_ random: inout some RandomNumberGenerator) -> ScreeningWorld {
        var world = ScreeningWorld()
        let children = ["P10", "P9", "P1", "PÅ"]
        let carers = ["P2", "P11", "P3"]
        for child in children {
            switch Int.random(in: 0..<8, using: &random) {
            case 0: world.births[child] = .some(nil)
            case 1: world.births[child] = day("2008-02-29")
            case 2: world.births[child] = day("2006-02-28")
            case 3: world.births[child] = randomDay(&random).adding(years: -18)
            case 4: world.births[child] = randomDay(&random)
            default: world.births[child] = day("2015-06-01")
            }
        }
        // A carer may be a child as well.
        for carer in carers { world.births[carer] = .some(Bool.random(using: &random) ? nil : day("2007-03-01")) }
        for _ in 0..<Int.random(in: 3...10, using: &random) {
            world.care.append(
                Care(
                    carer: pick(carers + ["P9"], &random), child: pick(children, &random),
                    from: Bool.random(using: &random) ? nil : randomDay(&random),
                    to: Bool.random(using: &random) ? nil : randomDay(&random)))
        }
        let incidents = (0..<Int.random(in: 5...15, using: &random)).map { "I\($0)" }
        for incident in incidents {
            world.reports.append(
                Report(id: incident, day: randomDay(&random), type: pick(types + ["violence", "violence"], &random)))
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let role = IncidentRole.allCases[Int.random(in: 0..<IncidentRole.allCases.count, using: &random)]
                world.parts.append(
                    Part(incident: incident, person: pick(children + carers + carers, &random), role: role))
            }
            if Int.random(in: 0..<10, using: &random) < 4 {
                world.sameAs[incident] = pick(incidents + ["I99"], &random)
            }
        }
        return world
    }

    private static func pick(_ values: [String], _ random: inout some RandomNumberGenerator) -> String {
        values[Int.random(in: 0..<values.count, using: &random)]
    }
}
