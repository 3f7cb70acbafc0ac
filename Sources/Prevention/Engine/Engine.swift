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
        found += notYet(programme.form, fields, on: at.day, law)
        for field in transition.requires where (merged[field] ?? "").isEmpty {
            found.append(Refusal("field-required", ["field": field]))
        }
        let after = file.with(fields: merged).adding(CaseEvent(.entered(stage), at: at))
        found += try broken(programme.guards, after, entering: stage, at: at, law: law)
        return found
    }

    /// What is wrong with recording an entry on `file` at `at`; empty if nothing is. It may have happened before the latest
    /// step: it is judged by the stage of its own moment.
    public static func refusals(
        recording code: String, _ fields: [String: String], on file: CaseFile, at: Instant, by actor: Actor,
        law: LawBook
    ) -> [Refusal] {
        if let wrong = problem(recording: code, fields, in: file.stage(at: at), of: file.programme) { return [wrong] }
        guard let entry = file.programme.entry(code) else { return [] }
        guard actor.holds(any: entry.by) else { return [Refusal("not-your-entry", ["entry": code])] }
        var found = notYet(entry.fields, fields, on: at.day, law)
        for field in entry.fields where field.isRequired && (fields[field.code] ?? "").isEmpty {
            found.append(Refusal("field-required", ["field": field.code]))
        }
        return found
    }

    private static func problem(
        recording code: String, _ fields: [String: String], in stage: Stage?, of programme: Programme
    ) -> Refusal? {
        guard let entry = programme.entry(code) else { return Refusal("unknown-entry", ["entry": code]) }
        guard let stage, entry.during.contains(stage) else { return Refusal("entry-not-now", ["entry": code]) }
        return fieldProblems(fields, in: entry.fields, of: programme).first
    }

    /// Fields filled before the law that they stand under is in force.
    static func notYet(
        _ form: [Field], _ fields: [String: String], on day: LocalDate, _ law: LawBook
    ) -> [Refusal] {
        form.compactMap { field in
            guard let rule = field.onlyUnder, !(fields[field.code] ?? "").isEmpty, !law.isInForce(rule, on: day)
            else { return nil }
            return Refusal("not-yet-in-force", ["field": field.code])
        }
    }

    /// What is wrong with opening a case like this.
    public static func refusals(opening file: CaseFile, by actor: Actor, law: LawBook) throws(LawBook.MissingRule)
        -> [Refusal]
    {
        let programme = file.programme
        guard programme.isHandled(by: actor) else {
            return [Refusal("not-your-programme")]
        }
        var found = fieldProblems(file.fields, in: programme.form, of: programme)
        for field in programme.form where field.isRequired && (file.fields[field.code] ?? "").isEmpty {
            found.append(Refusal("field-required", ["field": field.code]))
        }
        if programme.subject != .none, file.subject == nil {
            found.append(Refusal("subject-required"))
        }
        if programme.regime == .none, !file.parties.isEmpty {
            found.append(Refusal("no-personal-data"))
        }
        if let at = file.openedAt {
            found += try broken(programme.guards, file, entering: programme.firstStage, at: at, law: law)
        }
        return found
    }

    /// The first thing wrong with a case that another system has carried: a path that the programme does not allow, a
    /// field that it does not have, or a "must never". What a form would have asked for is not demanded of the past.
    public static func problem(importing file: CaseFile, law: LawBook) throws(LawBook.MissingRule) -> Refusal? {
        let programme = file.programme
        if let wrong = fieldProblems(file.fields, in: programme.form, of: programme).first { return wrong }
        if programme.regime == .none, !file.parties.isEmpty { return Refusal("no-personal-data") }
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
                if let wrong = problem(recording: code, fields, in: stage, of: programme) { return wrong }
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
                if let refusal = try broken(never, soFar, entering: next, at: event.at, law: law).first {
                    return refusal
                }
            }
            stage = next
        }
        return stage == nil ? Refusal("no-events") : nil
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

    static func broken(
        _ guards: [Guard], _ file: CaseFile, entering stage: Stage, at: Instant, law: LawBook
    ) throws(LawBook.MissingRule) -> [Refusal] {
        let situation = Situation(file: file, entering: stage, at: at, law: law)
        var found: [Refusal] = []
        for rule in guards where rule.entering.isEmpty || rule.entering.contains(stage) {
            if try !rule.allows(situation) { found.append(Refusal(rule.code)) }
        }
        return found
    }
}
