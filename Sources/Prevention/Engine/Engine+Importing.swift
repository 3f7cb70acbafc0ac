extension Engine {
    /// The first thing wrong with a case that another system has carried: a path that the programme does not allow, a
    /// field that it does not have, or a "must never". What a form would have asked for is not demanded of the past.
    public static func problem(importing file: CaseFile, law: LawBook) throws(LawBook.MissingRule) -> Refusal? {
        try problems(importing: file, law: law, most: 1).first
    }

    /// All that is wrong with it, or the first `most`: what no law knew yet is looked at no further then.
    static func problems(
        importing file: CaseFile, law: LawBook, most: Int = .max
    ) throws(LawBook.MissingRule) -> [Refusal] {
        let programme = file.programme
        var found = fieldProblems(file.fields, in: programme.form, of: programme) + partyProblems(file)
        if let missing = notYetThere(file, law) { found.append(missing) }
        if found.count >= most { return found }
        found += try problems(writing: file.fields, in: programme.form, about: file, law: law)
        var stage: Stage?
        var last: Instant?
        for (index, event) in file.events.enumerated() {
            if found.count >= most { return found }
            // A date without a time may lie after a step of the same day that has one.
            if let last, !event.at.isNotClearly(before: last) {
                found.append(Refusal("before-last-event", ["at": event.at.danish, "last": last.danish]))
            }
            last = max(event.at, last ?? event.at)
            switch event.kind {
            case .recorded(let code, let fields):
                if let wrong = try problem(importing: code, fields, at: index, of: file, law: law) {
                    found.append(wrong)
                }
            case .entered(let next):
                if let wrong = try problem(entering: next, from: stage, at: index, of: file, law: law) {
                    found.append(wrong)
                }
                stage = next
            case .pause, .resume:
                continue
            }
        }
        if stage == nil { found.append(Refusal("no-events")) }
        if found.count >= most { return found }
        found += try partyGuardsBroken(by: file, law)
        if let wrong = notInForce(importing: file, law) { found.append(wrong) }
        return found
    }

    /// What those who take part must never be, as the case stands now.
    static func partyGuardsBroken(by file: CaseFile, _ law: LawBook) throws(LawBook.MissingRule) -> [Refusal] {
        guard let stage = file.stage, let last = file.events.map(\.at).max() else { return [] }
        let situation = Situation(moving: file, to: stage, at: last, law: law, before: nil)
        return try broken(never(file.programme.partyGuards), situation)
    }

    private static func never(_ guards: [Guard]) -> [Guard] {
        guards.filter { $0.kind == .prohibition }
    }

    /// An entry, in its place among the events.
    private static func problem(
        importing code: String, _ fields: [String: String], at index: Int, of file: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> Refusal? {
        let at = file.events[index].at
        let before = file.with(events: Array(file.events[..<index]))
        if let wrong = problem(recording: code, fields, on: before) { return wrong }
        guard let entry = file.programme.entry(code) else { return nil }
        if let wrong = notInForce(entry.fields, fields, on: at.day, openedOn: file.openedAt?.day, law).first {
            return wrong
        }
        if let wrong = try problems(writing: fields, in: entry.fields, about: file, law: law).first { return wrong }
        guard let situation = Situation(recording: fields, on: before, at: at, law: law) else { return nil }
        return try broken(never(entry.guards), situation).first
    }

    /// A step, in its place among the events.
    private static func problem(
        entering next: Stage, from stage: Stage?, at index: Int, of file: CaseFile, law: LawBook
    ) throws(LawBook.MissingRule) -> Refusal? {
        let programme = file.programme
        guard programme.stages.contains(next) else { return Refusal("unknown-stage", ["stage": next.code]) }
        if let stage {
            guard programme.transition(from: stage, to: next) != nil else {
                return Refusal("path", ["from": stage.code, "to": next.code])
            }
        } else if next != programme.firstStage {
            return Refusal("first-stage", ["stage": next.code, "first": programme.firstStage.code])
        }
        let never = never(programme.guards)
        if never.isEmpty { return nil }
        let situation = Situation(
            moving: file.with(events: Array(file.events[...index])), to: next, at: file.events[index].at, law: law,
            before: nil, later: Array(file.events[(index + 1)...]))
        return try broken(never, situation).first
    }

    /// The same of an imported case, whose fields are known only as they were last: one is wrong where none of the steps that
    /// ask for it was taken while its law was in force.
    private static func notInForce(importing file: CaseFile, _ law: LawBook) -> Refusal? {
        guard let opening = file.openedAt?.day else { return nil }
        let programme = file.programme
        for field in programme.form where field.onlyUnder != nil && !(file.fields[field.code] ?? "").isEmpty {
            var days = field.atOpening || field.judgedOn == .opening ? [opening] : []
            var stage: Stage?
            for event in file.events {
                guard case .entered(let next) = event.kind else { continue }
                let step = stage.flatMap { programme.transition(from: $0, to: next) }
                if step?.asks.contains(field.code) ?? false { days.append(event.at.day) }
                stage = next
            }
            guard days.isEmpty || days.contains(where: { field.isAsked(on: $0, openedOn: opening, law: law) }) else {
                return Refusal("not-yet-in-force", ["field": field.code])
            }
        }
        return nil
    }
}
