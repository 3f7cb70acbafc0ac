/// What a programme's definition allows. Pure: the same case and step give the same answer.
public enum Engine {
    /// What is wrong with taking `file` into `stage` at `at` with the fields as they will be then; empty if nothing is.
    ///
    /// All reasons are given at once, so that a form can show every one of them. A step sets no field that it does not
    /// ask for: another step may be the one that guards it.
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
        let asked = file.asked(of: fields, movingTo: stage)
        for code in fields.keys.sorted() where asked[code] == nil && programme.field(code) != nil {
            if merged[code] != file.fields[code] { found.append(Refusal("field-not-asked", ["field": code])) }
        }
        found += notInForce(programme.form, fields, on: at.day, openedOn: file.openedAt?.day, law)
        for code in transition.requires where (merged[code] ?? "").isEmpty {
            let isAsked = programme.field(code)?.isAsked(on: at.day, openedOn: file.openedAt?.day, law: law) ?? true
            if isAsked { found.append(Refusal("field-required", ["field": code])) }
        }
        let after = file.with(fields: merged).adding(CaseEvent(.entered(stage), at: at))
        found += try broken(
            programme.guards, Situation(moving: after, to: stage, at: at, law: law, before: file.fields))
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
        if let situation = Situation(recording: fields, on: before, at: at, law: law) {
            found += try broken(entry.guards, situation)
        }
        found += try problems(writing: fields, in: entry.fields, about: file, law: law)
        return found
    }

    static func problem(
        recording code: String, _ fields: [String: String], on file: CaseFile
    ) -> Refusal? {
        guard let entry = file.programme.entry(code) else { return Refusal("unknown-entry", ["entry": code]) }
        guard entry.isOpen(on: file) else { return Refusal("entry-not-now", ["entry": code]) }
        return fieldProblems(fields, in: entry.fields, of: file.programme).first
    }

    /// Fields filled while the law that they stand under is not in force.
    static func notInForce(
        _ form: [Field], _ fields: [String: String], on day: LocalDate, openedOn opening: LocalDate?, _ law: LawBook
    ) -> [Refusal] {
        form.filter {
            !(fields[$0.code] ?? "").isEmpty && !$0.isAsked(on: day, openedOn: opening, law: law)
        }.map { Refusal("not-yet-in-force", ["field": $0.code]) }
    }

    /// Whether the scheme exists on the day on which a case of it is opened.
    static func notYetThere(_ file: CaseFile, _ law: LawBook) -> Refusal? {
        guard let rule = file.programme.onlyUnder, let day = file.openedAt?.day, !law.isInForce(rule, on: day) else {
            return nil
        }
        return Refusal("programme-not-yet", ["at": day.danish])
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
            // What has to be filled first says more than a limit that nothing stands against yet.
            let isIncomplete = found.contains { ["field-required", "subject-required"].contains($0.code) }
            found += notInForce(programme.form, file.fields, on: at.day, openedOn: at.day, law)
            let situation = Situation(moving: file, to: programme.firstStage, at: at, law: law, before: [:])
            if !isIncomplete { found += try broken(programme.guards + programme.partyGuards, situation) }
        }
        found += try problems(writing: file.fields, in: programme.form, about: file, law: law)
        return found
    }

    /// Somebody where no personal data may be, or in a role that the programme does not have.
    static func partyProblems(_ file: CaseFile) -> [Refusal] {
        let programme = file.programme
        if programme.regime == .none { return file.parties.isEmpty ? [] : [Refusal("no-personal-data")] }
        var found: [Refusal] = []
        if file.parties.contains(where: { !programme.partyRoles.contains($0.role) }) {
            found.append(Refusal("party-role"))
        }
        if programme.entries.flatMap(\.fields).contains(where: { $0.kind == .party }), hasNamesakes(file.parties) {
            found.append(Refusal("party-reference"))
        }
        return found
    }

    /// Whether two people have come under one reference, from two sources: an entry that names one would name both.
    private static func hasNamesakes(_ parties: [Party]) -> Bool {
        let named = Dictionary(grouping: parties.filter { !$0.reference.isEmpty }, by: \.reference)
        return named.values.contains { Set($0.map(\.person)).count > 1 }
    }

    /// Unknown fields, values of the wrong kind, and CPR numbers where no personal data may be.
    public static func fieldProblems(_ fields: [String: String], in form: [Field], of programme: Programme) -> [Refusal]
    {
        fields.sorted { $0.key < $1.key }.compactMap { code, value in
            guard let field = form.first(where: { $0.code == code }) else {
                return Refusal("unknown-field", ["field": code])
            }
            if programme.regime == .none, NamelessText.hasNumber(value) {
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
        _ guards: [Guard], _ situation: Situation
    ) throws(LawBook.MissingRule) -> [Refusal] {
        var found: [Refusal] = []
        for rule in guards where rule.entering.isEmpty || rule.entering.contains(situation.entering) {
            if try !rule.allows(situation) { found.append(Refusal(rule.code)) }
        }
        return found
    }
}
