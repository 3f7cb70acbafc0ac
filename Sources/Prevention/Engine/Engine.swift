/// What a programme's definition allows. Pure: the same case and step give the same answer.
public enum Engine {
    /// What is wrong with taking `file` into `stage` at `at` with the fields as they will be then; empty if nothing is.
    ///
    /// All reasons are given at once, so that a form can show every one of them.
    public static func refusals(
        moving file: CaseFile, to stage: Stage, at: Instant, setting fields: [String: String], by actor: Actor,
        law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        let programme = file.programme
        guard let current = file.stage, let transition = programme.transition(from: current, to: stage) else {
            return [Refusal("path", ["from": file.stage?.code ?? "", "to": stage.code])]
        }
        guard actor.holds(any: transition.by) else {
            return [Refusal("not-your-step", ["to": stage.code])]
        }
        // What was recorded on the way may have happened later than a step that is registered only now.
        let last = file.events.last { event in
            if case .recorded = event.kind { return false }
            return true
        }
        if let last, at < last.at {
            return [Refusal("before-last-event", ["at": at.danish, "last": last.at.danish])]
        }
        let merged = file.fields.merging(fields) { $1 }
        var found = fieldProblems(fields, in: programme.form, of: programme)
        found += notInForce(programme.form, fields, on: at.day, openedOn: file.openedAt?.day, law)
        for code in transition.requires where (merged[code] ?? "").isEmpty {
            let isAsked = programme.field(code)?.isAsked(on: at.day, openedOn: file.openedAt?.day, law: law) ?? true
            if isAsked { found.append(Refusal("field-required", ["field": code])) }
        }
        let after = file.with(fields: merged).adding(CaseEvent(.entered(stage), at: at))
        let situation = Situation(
            file: after, fields: merged, entering: stage, at: at, law: law, before: file.fields, later: [])
        found += try broken(programme.guards, situation)
        found += try problems(writing: merged, in: programme.form, about: after, law: law)
        return found
    }

    /// What is wrong with recording an entry on `file` at `at`; empty if nothing is. It may have happened before the latest
    /// step: it is judged by the stage of its own moment.
    public static func refusals(
        recording code: String, _ fields: [String: String], on file: CaseFile, at: Instant, by actor: Actor,
        law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        let before = file.with(events: file.events.filter { $0.at <= at })
        if let wrong = problem(recording: code, fields, on: before) { return [wrong] }
        guard let entry = file.programme.entry(code) else { return [] }
        guard actor.holds(any: entry.by) else { return [Refusal("not-your-entry", ["entry": code])] }
        var found = notInForce(entry.fields, fields, on: at.day, openedOn: file.openedAt?.day, law)
        for field in entry.fields where field.isRequired && (fields[field.code] ?? "").isEmpty {
            guard field.isAsked(on: at.day, openedOn: file.openedAt?.day, law: law) else { continue }
            found.append(Refusal("field-required", ["field": field.code]))
        }
        found += try broken(entry.guards, before, recording: fields, at: at, law: law)
        found += try problems(writing: fields, in: entry.fields, about: file, law: law)
        return found
    }

    private static func problem(
        recording code: String, _ fields: [String: String], on file: CaseFile
    ) -> Refusal? {
        guard let entry = file.programme.entry(code) else { return Refusal("unknown-entry", ["entry": code]) }
        guard entry.isOpen(on: file) else { return Refusal("entry-not-now", ["entry": code]) }
        return fieldProblems(fields, in: entry.fields, of: file.programme).first
    }

    /// Fields filled while the law that they stand under is not in force.
    private static func notInForce(
        _ form: [Field], _ fields: [String: String], on day: LocalDate, openedOn opening: LocalDate?, _ law: LawBook
    ) -> [Refusal] {
        form.filter {
            !(fields[$0.code] ?? "").isEmpty && !$0.isAsked(on: day, openedOn: opening, law: law)
        }.map { Refusal("not-yet-in-force", ["field": $0.code]) }
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

    /// Whether the scheme exists on the day on which a case of it is opened.
    private static func notYetThere(_ file: CaseFile, _ law: LawBook) -> Refusal? {
        guard let rule = file.programme.onlyUnder, let day = file.openedAt?.day, !law.isInForce(rule, on: day) else {
            return nil
        }
        return Refusal("programme-not-in-force", ["at": day.danish])
    }

    /// What is wrong with opening a case like this.
    public static func refusals(opening file: CaseFile, by actor: Actor, law: LawBook) throws(LawBook.MissingRule)
        -> [Refusal]
    {
        let programme = file.programme
        guard programme.mayBeOpened(by: actor) else {
            return [Refusal("not-your-programme")]
        }
        var found = fieldProblems(file.fields, in: programme.form, of: programme)
        for field in programme.form where field.isRequired && (file.fields[field.code] ?? "").isEmpty {
            found.append(Refusal("field-required", ["field": field.code]))
        }
        if programme.needsSubject, file.subject == nil {
            found.append(Refusal("subject-required"))
        }
        found += partyProblems(file)
        if let missing = notYetThere(file, law) { return found + [missing] }
        if let at = file.openedAt {
            found += notInForce(programme.form, file.fields, on: at.day, openedOn: at.day, law)
            let situation = Situation(
                file: file, fields: file.fields, entering: programme.firstStage, at: at, law: law, before: [:],
                later: [])
            found += try broken(programme.guards + programme.partyGuards, situation)
        }
        found += try problems(writing: file.fields, in: programme.form, about: file, law: law)
        return found
    }

    /// Somebody where no personal data may be, or in a role that the programme does not have.
    private static func partyProblems(_ file: CaseFile) -> [Refusal] {
        let programme = file.programme
        if programme.regime == .none { return file.parties.isEmpty ? [] : [Refusal("no-personal-data")] }
        let isStrange = file.parties.contains { !programme.partyRoles.contains($0.role) }
        return isStrange ? [Refusal("party-role")] : []
    }

    /// The first thing wrong with a case that another system has carried: a path that the programme does not allow, a
    /// field that it does not have, or a "must never". What a form would have asked for is not demanded of the past.
    public static func problem(importing file: CaseFile, law: LawBook) throws(LawBook.MissingRule) -> Refusal? {
        let programme = file.programme
        if let wrong = fieldProblems(file.fields, in: programme.form, of: programme).first { return wrong }
        if let wrong = partyProblems(file).first { return wrong }
        if let missing = notYetThere(file, law) { return missing }
        if let wrong = try problems(writing: file.fields, in: programme.form, about: file, law: law).first {
            return wrong
        }
        var stage: Stage?
        var last: Instant?
        let never = programme.guards.filter { $0.kind == .prohibition }
        for (index, event) in file.events.enumerated() {
            // A date without a time may lie after a step of the same day that has one.
            if let last, !event.at.isNotClearly(before: last) {
                return Refusal("before-last-event", ["at": event.at.danish, "last": last.danish])
            }
            last = max(event.at, last ?? event.at)
            if case .recorded(let code, let fields) = event.kind {
                let before = file.with(events: Array(file.events[..<index]))
                if let wrong = problem(recording: code, fields, on: before) { return wrong }
                let form = programme.entry(code)?.fields ?? []
                if let wrong = notInForce(form, fields, on: event.at.day, openedOn: file.openedAt?.day, law).first {
                    return wrong
                }
                if let wrong = try problems(writing: fields, in: form, about: file, law: law).first { return wrong }
                let never = programme.entry(code)?.guards.filter { $0.kind == .prohibition } ?? []
                if let wrong = try broken(never, before, recording: fields, at: event.at, law: law).first {
                    return wrong
                }
            }
            guard case .entered(let next) = event.kind else { continue }
            guard programme.stages.contains(next) else { return Refusal("unknown-stage", ["stage": next.code]) }
            if let stage {
                guard programme.transition(from: stage, to: next) != nil else {
                    return Refusal("path", ["from": stage.code, "to": next.code])
                }
            } else if next != programme.firstStage {
                return Refusal("first-stage", ["stage": next.code, "first": programme.firstStage.code])
            }
            if !never.isEmpty {
                let soFar = file.with(events: Array(file.events[...index]))
                let situation = Situation(
                    file: soFar, fields: soFar.fields, entering: next, at: event.at, law: law, before: nil,
                    later: Array(file.events[(index + 1)...]))
                if let refusal = try broken(never, situation).first { return refusal }
            }
            stage = next
        }
        guard let stage, let last else { return Refusal("no-events") }
        if let wrong = notInForce(importing: file, law) { return wrong }
        let parties = programme.partyGuards.filter { $0.kind == .prohibition }
        let situation = Situation(
            file: file, fields: file.fields, entering: stage, at: last, law: law, before: nil, later: [])
        return try broken(parties, situation).first
    }

    /// Unknown fields, values of the wrong kind, and CPR numbers where no personal data may be.
    public static func fieldProblems(_ fields: [String: String], in form: [Field], of programme: Programme) -> [Refusal]
    {
        fields.sorted { $0.key < $1.key }.compactMap { code, value in
            guard let field = form.first(where: { $0.code == code }) else {
                return Refusal("unknown-field", ["field": code])
            }
            if programme.regime == .none, CPRNumber.isIn(value) {
                return Refusal("number-in-text", ["field": code])
            }
            return field.problem(with: value)
        }
    }

    /// Readings of all clocks of the case that have started.
    public static func clocks(of file: CaseFile, now: Instant, law: LawBook) throws(LawBook.MissingRule)
        -> [ClockReading]
    {
        var readings: [ClockReading] = []
        for clock in file.programme.clocks {
            if let reading = try clock.reading(of: file, now: now, law: law) { readings.append(reading) }
        }
        return readings
    }

    private static func broken(
        _ guards: [Guard], _ file: CaseFile, recording fields: [String: String], at: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        guard let stage = file.stage else { return [] }
        let situation = Situation(
            file: file, fields: fields, entering: stage, at: at, law: law, before: file.fields, later: [])
        return try broken(guards, situation)
    }

    private static func broken(
        _ guards: [Guard], _ situation: Situation
    ) throws(LawBook.MissingRule) -> [Refusal] {
        var found: [Refusal] = []
        for rule in guards where rule.entering.isEmpty || rule.entering.contains(situation.entering) {
            if try !rule.allows(situation) { found.append(Refusal(rule.code)) }
        }
        return found
    }
}
